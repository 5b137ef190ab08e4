#include "paging/page_follower.hpp"

#include "document/narrow.hpp"
#include "paging/member_path.hpp"

#include <boost/json/serialize.hpp>
#include <boost/json/value.hpp>

#include <algorithm>
#include <cstdint>
#include <limits>
#include <utility>

namespace aloft::paging {
namespace {

namespace json = boost::json;

// What Python, and so botocore, takes for false.
bool is_false(const json::value& found) noexcept {
  switch (found.kind()) {
    case json::kind::null: return true;
    case json::kind::bool_: return !found.get_bool();
    case json::kind::int64: return found.get_int64() == 0;
    case json::kind::uint64: return found.get_uint64() == 0;
    case json::kind::double_: return found.get_double() == 0;
    case json::kind::string: return found.get_string().empty();
    case json::kind::array: return found.get_array().empty();
    case json::kind::object: return found.get_object().empty();
  }
  return true;
}

bool is_text(value what) noexcept { return what.kind() == value_kind::text; }
bool continues(char byte) noexcept { return (static_cast<unsigned char>(byte) & 0xc0) == 0x80; }

/// Elements of a list, entries of a map, characters of a text, as Python counts them.
std::size_t row_count(value rows) noexcept {
  if (!is_text(rows)) return rows.size();
  const auto text = rows.as_text();
  return text.size() - static_cast<std::size_t>(std::ranges::count_if(text, continues));
}

/// Where in a text its character number `count` begins.
std::size_t offset_of(std::string_view text, std::size_t count) noexcept {
  std::size_t at = 0;
  for (; at < text.size(); ++at)
    if (!continues(text[at]) && count-- == 0) break;
  return at;
}

void keep_rows(value rows, std::size_t first, std::size_t count) noexcept {
  if (!is_text(rows)) return narrow(rows, first, count);
  const auto text = rows.as_text();
  const auto begin = offset_of(text, first);
  narrow(rows, begin, offset_of(text.substr(begin), count));
}

/// Paths of the blobs in what becomes a token, below `path`.
void find_blobs(value in, json::array path, json::array& found) {
  switch (in.kind()) {
    case value_kind::blob: found.push_back(std::move(path)); break;
    case value_kind::list:
      for (std::size_t i = 0; i < in.size(); ++i) {
        auto below = path;
        below.push_back(json::value(i));
        find_blobs(in[i], std::move(below), found);
      }
      break;
    case value_kind::map:
    case value_kind::record:
      for (auto entry = in.begin(); entry != in.end(); ++entry) {
        auto below = path;
        below.push_back(json::value(entry.key()));
        find_blobs(*entry, std::move(below), found);
      }
      break;
    default: break;
  }
}

}  // namespace

error page_follower::broken(const char* code, std::string message) const {
  return error{error_kind::protocol, code, std::move(message)}.with([this](error_info& info) {
    info.operation = operation_->name;
    if (operation_->owner) info.service = operation_->owner->metadata().name;
  });
}

result<page_follower> page_follower::start(const model::operation& operation, const page_limits& limits) {
  if (!operation.pages)
    return error{error_kind::usage, "NotPaginated",
                 std::string{operation.name} + " has no pages: its answer is one; call it as it is"};
  page_follower made{operation};
  if (auto compiled = made.compile(); !compiled) return compiled.error();
  if (auto begun = made.begin(limits); !begun) return begun.error();
  return made;
}

result<void> page_follower::compile() {
  const auto add = [this](std::string_view text) -> result<jmespath::expression> {
    auto expression = jmespath::expression::compile(text);
    if (expression) return expression;
    return error{
        error_kind::config, "InvalidModel",
        "the paginator of " + std::string{operation_->name} + ": " + std::string{expression.error().message()}};
  };
  for (const auto token : pages_->output_tokens) {
    auto expression = add(token);
    if (!expression) return expression.error();
    tokens_.push_back(*std::move(expression));
  }
  if (pages_->more_results.empty()) return {};
  auto more = add(pages_->more_results);
  if (!more) return more.error();
  more_ = *std::move(more);
  return {};
}

result<void> page_follower::begin(const page_limits& limits) {
  const std::string name{operation_->name};
  if (limits.max_items && pages_->result_keys.empty())
    return error{error_kind::usage, "NoRows", name + " has no rows that could be counted: leave out max_items"};
  if (limits.max_items && *limits.max_items == 0)
    return error{error_kind::usage, "BadMaxItems", "max_items is 0; expected at least 1, or nothing for no limit"};
  max_items_ = limits.max_items;
  for (const auto token : pages_->input_tokens) current_.page.values.emplace(token, nullptr);
  if (!limits.starting_token.empty()) {
    auto from = decode(limits.starting_token, *pages_);
    if (!from) return from.error();
    current_ = *std::move(from);
    ask_for(current_.page);
    history_.seen(json::serialize(current_.page.values));
  }
  if (!limits.page_size) return {};
  if (pages_->limit_key.empty())
    return error{error_kind::usage, "NoPageSize", name + " has no member that limits a page: leave out page_size"};
  members_[pages_->limit_key] = page_size(*limits.page_size);
  return {};
}

// The limit as the model wants it: some services take numbers as text.
json::value page_follower::page_size(std::size_t rows) const {
  const auto* member = operation_->input ? operation_->input->find(pages_->limit_key) : nullptr;
  if (member && member->target->type == model::shape_type::string) return json::value(std::to_string(rows));
  return json::value(std::min<std::uint64_t>(rows, std::numeric_limits<std::int64_t>::max()));
}

void page_follower::ask_for(const page_tokens& page) {
  for (const auto& token : page.values) members_[token.key()] = token.value();
}

// The first page of those who go on within one: rows that were had are left out, and of the other results everything
// but counts, which say what the server did.
void page_follower::skip_rows(value output) const {
  if (pages_->result_keys.empty()) return;
  keep_rows(at_path(output, pages_->result_keys.front()), current_.skip, std::numeric_limits<std::size_t>::max());
  for (std::size_t i = 1; i < pages_->result_keys.size(); ++i) narrow(at_path(output, pages_->result_keys[i]), 0, 0);
}

result<page_follower::action> page_follower::resume(value output) {
  const bool cut_before = current_.within_page;
  if (cut_before) skip_rows(output);
  const std::size_t skipped = std::exchange(current_.skip, 0);
  current_.within_page = false;
  const value primary = pages_->result_keys.empty() ? value{} : at_path(output, pages_->result_keys.front());
  const std::size_t count = row_count(primary);
  if (max_items_ && count > *max_items_ - rows_) {
    const auto kept = *max_items_ - rows_;
    keep_rows(primary, 0, kept);
    resume_ = resume_point{std::move(current_.page), skipped + kept, true};
    return action::done;
  }
  rows_ += count;
  auto next = next_tokens(output);
  if (!next) return next.error();
  resume_.reset();
  if (!*next) return action::done;
  auto& tokens = **next;
  resume_ = resume_point{tokens, 0, false};
  if (max_items_ && rows_ == *max_items_) return action::done;
  if (history_.seen(json::serialize(tokens.values)))
    return broken("RepeatedToken",
                  "the answer names a page as the next one that was named before: reading on would never end");
  ask_for(tokens);
  current_.page = std::move(tokens);
  return action::next;
}

result<std::optional<page_tokens>> page_follower::next_tokens(value output) const {
  std::optional<page_tokens> next;
  if (more_) {
    const auto more = more_->search(output);
    if (!more || is_false(*more)) return next;
  }
  next.emplace();
  bool given = false;
  for (std::size_t i = 0; i < tokens_.size(); ++i) {
    auto found = tokens_[i].search(output);
    json::value token = found ? *std::move(found) : json::value{};
    given = given || !token.is_null();
    if (is_false(token)) token = nullptr;
    if (token.is_object() || token.is_string())
      find_blobs(at_path(output, pages_->output_tokens[i]), {json::value(pages_->input_tokens[i])}, next->blob_paths);
    next->values.emplace(pages_->input_tokens[i], std::move(token));
  }
  if (!next->empty()) return next;
  if (more_ && !given)
    return broken("MissingToken", "the answer says that there are more pages (" + std::string{pages_->more_results} +
                                      ") but not which one comes next");
  next.reset();
  return next;
}

}  // namespace aloft::paging
