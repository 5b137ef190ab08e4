#include "runtime/presigned_call.hpp"

#include "auth/checks.hpp"
#include "crypto/percent.hpp"
#include "flow/quietly.hpp"
#include "runtime/call_target.hpp"
#include "runtime/customizations.hpp"
#include "runtime/request_steps.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <algorithm>
#include <optional>
#include <utility>

namespace aloft::runtime {
namespace asio = boost::asio;
namespace json = boost::json;
namespace {

using time_point = std::chrono::system_clock::time_point;

error cannot(const model::operation& operation, const std::string& why) {
  return error{error_kind::usage, "CannotPresign", std::string{operation.name} + " cannot be presigned: " + why};
}

bool is_form(const http_request& request) {
  return request.headers.find("Content-Type").value_or("").starts_with("application/x-www-form-urlencoded");
}

bool is_json(const http_request& request) {
  return request.headers.find("Content-Type").value_or("").starts_with("application/json");
}

/// Polly streams speech to browsers, which cannot POST for it.
bool is_asked_by_get(const model::operation& operation, const http_request& request) {
  return is_form(request) || (operation.owner != nullptr && operation.owner->metadata().name == "polly" &&
                              operation.name == "SynthesizeSpeech");
}

void add_to_query(std::string& query, std::string_view name, const json::value& value) {
  if (const auto* all = value.if_array()) {
    for (const auto& one : *all) add_to_query(query, name, one);
    return;
  }
  if (!query.empty()) query += '&';
  crypto::append_percent_encoded(query, name);
  query += '=';
  crypto::append_percent_encoded(
      query, value.is_string() ? std::string{value.get_string()} : std::string{json::serialize(value)});
}

/// A GET has no body: what was one goes to the query.
void move_body_to_query(http_request& request) {
  if (request.body.empty()) return;
  if (is_form(request)) {
    return move_form_to_query(request);
  } else if (is_json(request)) {
    boost::system::error_code bad;
    const auto members = json::parse({request.body.data(), request.body.size()}, bad);
    if (bad || !members.is_object()) return;
    for (const auto& [name, value] : members.get_object()) add_to_query(request.query, name, value);
  } else {
    return;
  }
  request.body.clear();
}

/// Whether the caller said himself what the header is to be.
bool is_given(const model::operation& operation, const serde::edited_input& input, std::string_view header) {
  if (operation.input == nullptr) return false;
  return std::any_of(operation.input->members.begin(), operation.input->members.end(), [&](const auto& member) {
    return member.where == model::location::header && iequals(member.wire, header) && input.has(member.name);
  });
}

/// Makes what the SDKs call a presigned URL from one client's context. Lives in a coroutine's frame.
class presigner {
 public:
  presigner(const call_context& context, const model::operation& operation, const input& given)
      : context_{context}, operation_{operation}, input_{given, operation.input}, target_{context, operation} {}

  result<void> serialize(const std::string& method) {
    if (const auto fault = fault_of_input(operation_, input_)) return *fault;
    customize(operation_, input_);
    auto made = context_.messages.wire->serialize(operation_, input_, context_.messages.serialize);
    if (!made) return made.error();
    request_ = std::move(*made);
    customize(operation_, request_);
    if (!method.empty())
      request_.method = method;
    else if (is_asked_by_get(operation_, request_))
      request_.method = "GET";
    if (request_.method == "GET" || is_form(request_)) move_body_to_query(request_);
    if (auto fine = choose_headers(); !fine) return fine;
    target_.take_over(request_);
    return {};
  }

  asio::awaitable<result<void>> find_signer() {
    if (auto found = co_await target_.settle(input_, request_); !found) co_return found.error();
    if (target_.auth().scheme == auth_scheme::bearer)
      co_return cannot(operation_, "it takes a bearer token, which travels in a header and in no URL");
    co_return result<void>{};
  }

  result<void> sign(std::chrono::seconds lifetime) {
    const auto* keys = target_.signer();
    if (keys == nullptr) return {};
    // Who makes an upload's URL does not know its bytes; S3 leaves them out of the signature.
    const bool of_s3 = !target_.auth().scope->double_encode_path;
    const bool unsigned_by_model = operation_.unsigned_payload || operation_.auth_type == "v4-unsigned-body";
    const bool unsigned_body = of_s3 || (unsigned_by_model && request_.scheme == "https");
    const auto how = signing_for(target_.auth(), context_.signing_time(),
                                 unsigned_body ? std::string{payload::unsigned_body} : std::string{});
    const auto made = presign_with_keys(request_, target_.auth(), *keys, how, lifetime, *context_.signing.derived_keys);
    if (!made) return made.error();
    return {};
  }

  result<post_form> sign(post_policy policy) {
    const auto* keys = target_.signer();
    if (keys == nullptr)
      return error{error_kind::credentials, "NoCredentials",
                   "a form's policy must be signed, and this client signs nothing"};
    if (target_.auth().scheme == auth_scheme::sigv4a)
      return error{error_kind::usage, "CannotPresign",
                   "S3 takes no forms at multi-region access points: their policies are signed by SigV4 only"};
    const auto how = signing_for(target_.auth(), context_.signing_time(), {});
    if (target_.auth().scheme != auth_scheme::sigv4_s3express)
      return sign_post_policy(policy, *keys, how, *context_.signing.derived_keys);
    policy.fields.emplace_back("X-Amz-S3session-Token", keys->session_token);
    credentials without_token = *keys;
    without_token.session_token.clear();
    return sign_post_policy(policy, without_token, how, *context_.signing.derived_keys);
  }

  time_point expiry(std::chrono::seconds lifetime) const {
    const time_point end = context_.signing_time() + lifetime;
    const auto* keys = target_.signer();
    return keys != nullptr && keys->expiration ? std::min<time_point>(end, *keys->expiration) : end;
  }

  error explained(const error& failure) const {
    return failure.with([&](error_info& info) {
      info.service = context_.service->metadata().name;
      info.operation = operation_.name;
      info.region = target_.region();
      if (target_.where() != nullptr) info.endpoint = target_.where()->url();
    });
  }

  http_request take_request() { return std::move(request_); }

 private:
  /// Only what the operation needs: each header that is signed must be sent by whoever uses the URL.
  result<void> choose_headers() {
    if (!is_given(operation_, input_, "Content-MD5")) request_.headers.erase("Content-MD5");
    if (request_.body.empty() && !is_given(operation_, input_, "Content-Type")) request_.headers.erase("Content-Type");
    request_.headers.erase("Content-Length");
    if (request_.body.empty() && operation_.input_stream != nullptr) return {};
    auto checksum = choose_checksum(operation_, input_, checksum_use::when_asked, request_);
    if (!checksum) return checksum.error();
    if (*checksum)
      request_.headers.set(crypto::header_of(**checksum), crypto::checksum_text(**checksum, request_.body));
    return {};
  }

  const call_context& context_;
  const model::operation& operation_;
  serde::edited_input input_;
  http_request request_;
  call_target target_;
};

asio::awaitable<result<presigned_call>> make_url(const call_context& context, const model::operation& operation,
                                                 const input& given, std::chrono::seconds lifetime,
                                                 std::string method) {
  presigner one{context, operation, given};
  if (const auto fault = auth::fault_of_lifetime(lifetime)) co_return one.explained(*fault);
  if (operation.input_event_stream)
    co_return one.explained(cannot(operation, "its request is a stream of events, each signed by itself"));
  if (auto made = one.serialize(method); !made) co_return one.explained(made.error());
  if (auto found = co_await one.find_signer(); !found) co_return one.explained(found.error());
  if (auto made = one.sign(lifetime); !made) co_return one.explained(made.error());
  presigned_call out{one.take_request(), one.expiry(lifetime)};
  co_return out;
}

asio::awaitable<result<presigned_form>> make_form(const call_context& context, post_policy policy) {
  // The plain address of a bucket.
  const auto operation = context.service->find_operation("HeadBucket");
  if (context.service->metadata().name != "s3" || !operation)
    co_return error{error_kind::usage, "CannotPresign", "only S3 takes uploads by forms"};
  const input given = params("Bucket", policy.bucket);
  presigner one{context, **operation, given};
  const auto lifetime = policy.lifetime;
  if (const auto fault = auth::fault_of_lifetime(lifetime)) co_return one.explained(*fault);
  if (auto made = one.serialize("POST"); !made) co_return one.explained(made.error());
  if (auto found = co_await one.find_signer(); !found) co_return one.explained(found.error());
  auto fields = one.sign(std::move(policy));
  if (!fields) co_return one.explained(fields.error());
  presigned_form out{one.take_request(), std::move(*fields), one.expiry(lifetime)};
  co_return out;
}

}  // namespace

void move_form_to_query(http_request& request) {
  if (!request.query.empty()) request.query += '&';
  for (const char c : std::exchange(request.body, {})) {
    if (c == '+')
      request.query += "%20";  // '+' is a space in forms only
    else
      request.query += c;
  }
}

asio::awaitable<result<presigned_call>> presign_call(std::shared_ptr<const call_context> context,
                                                     const model::operation& operation, input given,
                                                     std::chrono::seconds lifetime, std::string method) {
  co_return co_await flow::quietly(make_url(*context, operation, given, lifetime, std::move(method)));
}

asio::awaitable<result<presigned_form>> presign_form(std::shared_ptr<const call_context> context, post_policy policy) {
  co_return co_await flow::quietly(make_form(*context, std::move(policy)));
}

}  // namespace aloft::runtime
