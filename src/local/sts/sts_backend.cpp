#include "local/sts/sts_backend.hpp"

#include "local/api_error.hpp"
#include "local/characters.hpp"
#include "local/random.hpp"

#include <algorithm>

namespace aloft::local::sts {
namespace {

using std::chrono::seconds;

constexpr std::string_view names[] = {"AssumeRole", "GetCallerIdentity", "GetSessionToken"};

api_error invalid(std::string message) { return {"ValidationError", std::move(message)}; }

api_error failed_constraint(std::string_view value, std::string_view member, std::string_view constraint) {
  return invalid(join({"1 validation error detected: Value '", value, "' at '", member,
                       "' failed to satisfy constraint: Member must ", constraint}));
}

seconds read_lifetime(const input& request, std::int64_t standard, std::int64_t most) {
  const auto stated = request.integer("DurationSeconds").value_or(standard);
  if (stated < 900)
    throw failed_constraint(std::to_string(stated), "durationSeconds", "have value greater than or equal to 900");
  if (stated > most)
    throw failed_constraint(std::to_string(stated), "durationSeconds",
                            "have value less than or equal to " + std::to_string(most));
  return seconds{stated};
}

/// The account and name in "arn:aws:iam::123456789012:role/path/name".
struct role_name {
  std::string partition, account, name;

  explicit role_name(std::string_view arn) {
    std::string_view rest = arn;
    const auto take = [&] {
      const auto end = std::min(rest.find(':'), rest.size());
      const auto part = rest.substr(0, end);
      rest.remove_prefix(std::min(end + 1, rest.size()));
      return std::string{part};
    };
    const auto prefix = take();
    partition = take();
    const auto service = take(), region = take();
    account = take();
    name = rest.substr(std::min(rest.rfind('/') + 1, rest.size()));
    const bool digits = account.size() == 12 && std::ranges::all_of(account, is_digit);
    if (prefix != "arn" || !partition.starts_with("aws") || service != "iam" || !region.empty() || !digits ||
        !rest.starts_with("role/") || name.empty())
      throw invalid(join({arn, " is invalid"}));
  }
};

void check_session_name(std::string_view name) {
  const bool fits = name.size() >= 2 && name.size() <= 64 && has_only_letters_digits_and("_+=,.@-", name);
  if (!fits)
    throw failed_constraint(name, "roleSessionName",
                            "satisfy regular expression pattern: [\\w+=,.@-]* and have 2 to 64 characters");
}

}  // namespace

std::span<const std::string_view> backend::operations() const noexcept { return names; }

outcome backend::run(std::string_view operation, const input& request, const call_context& context) {
  if (operation == "AssumeRole") return assume_role(request, context);
  if (operation == "GetSessionToken") return get_session_token(request, context);
  return boost::json::object{
      {"UserId", context.caller.user_id}, {"Account", context.caller.account_id}, {"Arn", context.caller.arn}};
}

boost::json::object backend::assume_role(const input& request, const call_context& context) {
  const role_name role{request.text("RoleArn")};
  const auto session = request.text("RoleSessionName");
  check_session_name(session);
  const auto lifetime = read_lifetime(request, 3600, 43200);
  const std::string id = "AROA" + fresh_text(17) + ':' + std::string{session};
  const caller assumed{
      role.account, join({"arn:", role.partition, ":sts::", role.account, ":assumed-role/", role.name, "/", session}),
      id};
  return {{"Credentials", issue(assumed, lifetime, context)},
          {"AssumedRoleUser", {{"AssumedRoleId", id}, {"Arn", assumed.arn}}}};
}

boost::json::object backend::get_session_token(const input& request, const call_context& context) {
  if (context.caller.arn.find(":assumed-role/") != std::string::npos)
    throw api_error{403, "AccessDenied", "Cannot call GetSessionToken with session credentials"};
  return {{"Credentials", issue(context.caller, read_lifetime(request, 43200, 129600), context)}};
}

boost::json::object backend::issue(const caller& who, seconds lifetime, const call_context& context) {
  known_key made;
  made.id = "ASIA" + fresh_text(16);
  made.secret = fresh_text(40);
  made.session_token = fresh_text(160);
  made.expiration = timestamp{context.now.seconds + lifetime.count(), 0}.to_time_point();
  made.caller = who;
  keys_.add(made);
  return {{"AccessKeyId", made.id},
          {"SecretAccessKey", made.secret},
          {"SessionToken", made.session_token},
          {"Expiration", format_timestamp(timestamp::from(*made.expiration), timestamp_format::date_time)}};
}

std::string backend::fresh_text(std::size_t size) {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const std::lock_guard lock{mutex_};
  std::string text;
  while (text.size() < size) text += letters[next_random(random_) % letters.size()];
  return text;
}

}  // namespace aloft::local::sts
