#include "services/queue_name.hpp"

#include <aloft/sqs_queue.hpp>

#include <algorithm>

namespace aloft::sqs {
namespace asio = boost::asio;
namespace {

bool is_name(std::string_view text) {
  if (text.ends_with(".fifo")) text.remove_suffix(5);
  const auto may_be = [](char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
  };
  return !text.empty() && text.size() <= 80 && std::all_of(text.begin(), text.end(), may_be);
}

}  // namespace

bool is_fifo(std::string_view queue) noexcept { return queue.ends_with(".fifo"); }

result<queue_name> read_queue_name(std::string_view text) {
  queue_name out;
  if (text.starts_with("https://") || text.starts_with("http://")) {
    out.url = text;
    out.name = text.substr(text.rfind('/') + 1);
    return out;
  }
  const error unknown{error_kind::usage, "UnknownQueue",
                      '\'' + std::string{text} +
                          "' is no queue: expected a URL (https://…), an ARN (arn:aws:sqs:REGION:ACCOUNT:NAME), or a "
                          "name of letters, digits, - and _, at most 80"};
  if (text.starts_with("arn:")) {
    std::vector<std::string_view> parts;
    for (std::string_view rest = text;;) {
      const auto colon = rest.find(':');
      parts.push_back(rest.substr(0, colon));
      if (colon == std::string_view::npos) break;
      rest.remove_prefix(colon + 1);
    }
    if (parts.size() != 6 || parts[2] != "sqs" || !is_name(parts[5])) return unknown;
    out.account = parts[4];
    out.name = parts[5];
    return out;
  }
  if (!is_name(text)) return unknown;
  out.name = text;
  return out;
}

asio::awaitable<result<std::string>> try_queue_url(client sqs, std::string queue) {
  auto named = read_queue_name(queue);
  if (!named) co_return named.error();
  if (!named->url.empty()) co_return std::move(named->url);
  param input = named->account.empty() ? params("QueueName", named->name)
                                       : params("QueueName", named->name, "QueueOwnerAWSAccountId", named->account);
  auto answer = co_await sqs.try_call("GetQueueUrl", std::move(input));
  if (!answer) co_return answer.error();
  co_return std::string{(*answer)["QueueUrl"].as_text()};
}

asio::awaitable<std::string> queue_url(client sqs, std::string queue) {
  auto found = co_await try_queue_url(std::move(sqs), std::move(queue));
  if (!found) throw found.error();
  co_return std::move(*found);
}

}  // namespace aloft::sqs
