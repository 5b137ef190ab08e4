#include "http/pool.hpp"

#include "http/tls_context.hpp"

#include <algorithm>

namespace aloft::http {

origin_line& pool::line(const origin& to) {
  if (const auto known = lines_.find(to); known != lines_.end()) return *known->second;
  if (lines_.size() >= forget_at_) forget_unused();
  auto& made = *lines_.emplace(to, std::make_unique<origin_line>(to)).first->second;
  if (made.secure) made.session = std::make_shared<tls_session>();
  return made;
}

void pool::forget_unused() {
  std::erase_if(lines_, [](const auto& entry) {
    return entry.second->open == 0 && entry.second->queue.empty() && entry.second->shared_queue.empty();
  });
  forget_at_ = std::max<std::size_t>(256, 2 * lines_.size());
}

bool pool::may_connect(const origin_line& at) const noexcept {
  if (at.open >= limits_.per_origin || open_ >= limits_.in_all) return false;
  if (!at.secure) return true;
  switch (at.last) {
    case origin_line::handshake::none: return at.connecting == 0;
    case origin_line::handshake::good: return at.connecting < limits_.handshakes;
    case origin_line::handshake::bad: return true;  // or those in line would wait out one failure after another
  }
  return true;
}

connection_ptr pool::begin_connection(origin_line& at) {
  auto made = std::make_unique<connection>(at);
  ++at.open;
  ++at.connecting;
  ++open_;
  return made;
}

grant pool::take_idle(origin_line& from, steady_time now, std::vector<connection_ptr>& closing) {
  close_old(from, now, closing);
  grant answer;
  if (from.idle.empty()) return answer;
  answer.what = grant::kind::reuse;
  answer.which = std::move(from.idle.back().held);
  from.idle.pop_back();
  return answer;
}

grant pool::ask(origin_line& from, steady_time now, std::vector<connection_ptr>& closing) {
  grant answer = take_idle(from, now, closing);
  if (answer.what == grant::kind::reuse) return answer;
  if (!from.queue.empty()) return answer;  // nobody overtakes
  if (open_ >= limits_.in_all && from.open < limits_.per_origin) close_oldest(closing);
  if (may_connect(from)) {
    answer.which = begin_connection(from);
    answer.what = grant::kind::connect;
  }
  return answer;
}

void pool::close_old(origin_line& at, steady_time now, std::vector<connection_ptr>& closing) {
  const auto too_old = [&](const origin_line::idle_connection& c) {
    return limits_.max_idle_age.count() > 0 && now - c.since >= limits_.max_idle_age;
  };
  auto young = at.idle.begin();  // the oldest come first
  while (young != at.idle.end() && too_old(*young)) {
    closing.push_back(std::move(young->held));
    --at.open;
    --open_;
    ++young;
  }
  at.idle.erase(at.idle.begin(), young);
}

std::optional<steady_time> pool::close_old(steady_time now, std::vector<connection_ptr>& closing) {
  std::optional<steady_time> next;
  for (auto& [to, at] : lines_) {
    close_old(*at, now, closing);
    if (at->idle.empty()) continue;
    const steady_time due = at->idle.front().since + limits_.max_idle_age;
    next = std::min(next.value_or(due), due);
  }
  return next;
}

bool pool::close_oldest(std::vector<connection_ptr>& closing) {
  origin_line* oldest = nullptr;
  for (auto& [to, at] : lines_)
    if (!at->idle.empty() && (oldest == nullptr || at->idle.front().since < oldest->idle.front().since))
      oldest = at.get();
  if (oldest == nullptr) return false;
  closing.push_back(std::move(oldest->idle.front().held));
  oldest->idle.erase(oldest->idle.begin());
  --oldest->open;
  --open_;
  return true;
}

connection_ptr pool::give_back(connection_ptr returned, steady_time now) {
  origin_line& home = *returned->line;
  if (!limits_.keep) return returned;
  if (home.queue.empty()) {
    if (open_ >= limits_.in_all && somebody_waits()) return returned;  // its place is wanted elsewhere
    home.idle.push_back({std::move(returned), now});
    return nullptr;
  }
  auto& first = static_cast<applicant&>(home.queue.front());
  first.granted.what = grant::kind::reuse;
  first.granted.which = std::move(returned);
  first.resume(flow::wait_end::done);
  return nullptr;
}

bool pool::somebody_waits() const noexcept {
  return std::any_of(lines_.begin(), lines_.end(), [](const auto& entry) { return !entry.second->queue.empty(); });
}

void pool::connected(connection& made, bool well) {
  made.connecting = false;
  origin_line& home = *made.line;
  --home.connecting;
  home.last = well ? origin_line::handshake::good : origin_line::handshake::bad;
  if (well) ++opened_;
  serve(home);
}

void pool::reconnects(connection& dead) {
  dead.connecting = true;
  ++dead.line->connecting;
}

void pool::gone(origin_line& from) {
  const bool was_full = open_ >= limits_.in_all;
  --from.open;
  --open_;
  serve(from);
  if (!was_full) return;
  for (auto& [to, at] : lines_) serve(*at);  // others may have been waiting for the transport's limit
}

void pool::serve(origin_line& at) {
  while (!at.queue.empty() && may_connect(at)) {
    auto& first = static_cast<applicant&>(at.queue.front());
    first.granted.which = begin_connection(at);
    first.granted.what = grant::kind::connect;
    first.resume(flow::wait_end::done);
  }
}

grant pool::ask_new(origin_line& from, std::vector<connection_ptr>& closing) {
  grant answer;
  if (open_ >= limits_.in_all && from.open < limits_.per_origin) close_oldest(closing);
  if (!from.queue.empty() || !may_connect(from)) return answer;
  answer.which = begin_connection(from);
  answer.what = grant::kind::connect;
  return answer;
}

void pool::clear(std::vector<connection_ptr>& closing, std::vector<std::shared_ptr<h2_connection>>& shared,
                 std::vector<flow::wait_handler>& dropped) {
  for (auto& [to, at] : lines_) {
    for (auto& each : at->shared) shared.push_back(std::move(each));
    at->shared.clear();
    while (!at->shared_queue.empty()) at->shared_queue.front().drop(dropped);
    for (auto& c : at->idle) closing.push_back(std::move(c.held));
    at->open -= at->idle.size();
    open_ -= at->idle.size();
    at->idle.clear();
    while (!at->queue.empty()) at->queue.front().drop(dropped);
  }
}

}  // namespace aloft::http
