#include "runtime/region_copy.hpp"

#include "core/region_name.hpp"
#include "crypto/percent.hpp"
#include "runtime/presigned_call.hpp"
#include "runtime/request_steps.hpp"

#include <boost/json/value.hpp>

#include <algorithm>
#include <array>
#include <chrono>

namespace aloft::runtime {
namespace asio = boost::asio;
namespace {

struct copy_operation {
  std::string_view service;
  std::string_view operation;
};

constexpr std::array copies{
    copy_operation{"ec2", "CopySnapshot"},
    copy_operation{"rds", "CopyDBClusterSnapshot"},
    copy_operation{"rds", "CreateDBCluster"},
    copy_operation{"rds", "CopyDBSnapshot"},
    copy_operation{"rds", "CreateDBInstanceReadReplica"},
    copy_operation{"rds", "StartDBInstanceAutomatedBackupsReplication"},
    copy_operation{"docdb", "CopyDBClusterSnapshot"},
    copy_operation{"docdb", "CreateDBCluster"},
    copy_operation{"neptune", "CopyDBClusterSnapshot"},
    copy_operation{"neptune", "CreateDBCluster"},
};

/// A form of unordered fields, as query protocols write it.
class form {
 public:
  explicit form(std::string& text) : text_{text} {}

  /// Takes the field out: its value as it stands there, encoded; empty when it is not there.
  std::string take(std::string_view name) {
    std::size_t at = 0;
    while (at < text_.size()) {
      const auto end = std::min(text_.find('&', at), text_.size());
      const auto field = std::string_view{text_}.substr(at, end - at);
      if (field.starts_with(name) && field.substr(name.size()).starts_with('=')) {
        std::string value{field.substr(name.size() + 1)};
        text_.erase(at == 0 ? 0 : at - 1, end - at + 1);
        return value;
      }
      at = end + 1;
    }
    return {};
  }

  void add(std::string_view name, std::string_view value) {
    text_.append(text_.empty() ? "" : "&").append(name).append(1, '=');
    crypto::append_percent_encoded(text_, value);
  }

 private:
  std::string& text_;
};

error bad_region() {
  return error{error_kind::usage, "InvalidParameter", "SourceRegion: expected a region's name, as eu-west-1"};
}

}  // namespace

bool may_copy_from_region(const model::operation& operation) noexcept {
  if (operation.owner == nullptr) return false;
  const std::string_view service = operation.owner->metadata().name;
  return std::any_of(copies.begin(), copies.end(), [&](const copy_operation& one) {
    return one.operation == operation.name && one.service == service;
  });
}

asio::awaitable<result<void>> sign_region_copy(const call_context& context, const model::operation& operation,
                                               http_request& request, flow::steady_time limit) {
  const bool of_ec2 = operation.owner->metadata().name == "ec2";
  const std::string_view url_name = of_ec2 ? "PresignedUrl" : "PreSignedUrl";
  form fields{request.body};
  // The databases' models do not know the source; it only says where the second request goes.
  std::string source = fields.take("SourceRegion");
  if (of_ec2 && !source.empty()) fields.add("SourceRegion", source);
  if (source.empty() || !context.signing.keys) co_return result<void>{};
  if (std::string given = fields.take(url_name); !given.empty()) {
    request.body.append(1, '&').append(url_name).append(1, '=').append(given);
    co_return result<void>{};
  }
  if (!is_region_name(source)) co_return bad_region();
  fields.take("DestinationRegion");

  auto keys = co_await context.signing.keys->get(limit);
  if (!keys) co_return keys.error();
  const input none;
  const serde::edited_input nothing{none, operation.input};
  const auto where = context.addressing.endpoints->resolve({operation, nothing, (*keys)->account_id, source});
  if (!where) co_return where.error();
  auto chosen = choose_auth(operation, **where, context.signing.policy);
  if (!chosen) co_return chosen.error();

  http_request second;
  second.body = request.body;
  form{second.body}.add("DestinationRegion", context.region);
  move_form_to_query(second);
  address(second, **where, {}, "/");
  const auto how = signing_for(*chosen, context.signing_time(), {});
  const auto made =
      presign_with_keys(second, *chosen, **keys, how, std::chrono::seconds{3600}, *context.signing.derived_keys);
  if (!made) co_return made.error();
  fields.add(url_name, url_of(second));
  if (of_ec2) fields.add("DestinationRegion", context.region);
  co_return result<void>{};
}

}  // namespace aloft::runtime
