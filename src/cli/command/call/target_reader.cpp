#include "cli/command/call/target_reader.hpp"

#include "cli/command/call/page_choice.hpp"
#include "cli/grammar/parameter_file.hpp"

#include <filesystem>

namespace aloft::cli {
namespace asio = boost::asio;

client target_reader::client_for(const call_target& target) const {
  return target.by.client(plan_.service->name(), client_settings(options_, target.region));
}

call_options target_reader::body_settings() const {
  if (!std::filesystem::is_regular_file(plan_.body_file)) return whole_body();
  call_options with;
  with.body = request_body::file(plan_.body_file);
  return with;
}

call_options target_reader::whole_body() const {
  call_options with;
  if (!plan_.body_file.empty())
    with.body = request_body::bytes(read_parameter_text("fileb://" + plan_.body_file).value().text);
  return with;
}

asio::awaitable<void> target_reader::read(const call_target& target, std::string starting_token, page_taker& to) const {
  const auto caller = client_for(target);
  auto how = choose_pages(*plan_.operation, plan_.input, options_);
  if (!how) {
    const call_options with = body_settings();
    co_await to.before_page();
    response answer = co_await caller.call(plan_.operation->name(), plan_.input, with);
    to.take(std::move(answer), false, {});
    co_return;
  }
  if (!starting_token.empty()) how->starting_token = starting_token;
  auto source = caller.pages(plan_.operation->name(), plan_.input, *how);
  for (;;) {
    co_await to.before_page();
    auto page = co_await source.next();
    if (!page) co_return;
    auto token = source.resume_token();
    const bool last = token.empty();
    to.take(*std::move(page), true, std::move(token));
    if (last) co_return;
  }
}

answer_part part_of(const call_target& from, const response& page, bool followed) {
  answer_part part{from.place, page.output(), from.profile, from.account};
  part.paged = followed;
  return part;
}

}  // namespace aloft::cli
