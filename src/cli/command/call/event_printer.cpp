#include "cli/command/call/event_printer.hpp"

#include "cli/command/call/event_feeder.hpp"
#include "cli/exit_status.hpp"
#include "cli/grammar/parameter_file.hpp"
#include "cli/run/print_setup.hpp"
#include "cli/sweep/profiles.hpp"
#include "cli/sweep/sweep.hpp"

#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>

#include <boost/asio/experimental/awaitable_operators.hpp>  // not self-contained in Boost 1.81: after the others

#include <algorithm>
#include <exception>
#include <memory>
#include <system_error>
#include <vector>

namespace aloft::cli {
namespace asio = boost::asio;
namespace json = boost::json;
using namespace boost::asio::experimental::awaitable_operators;
namespace {

/// The streams that are open, for what ends them all.
class open_streams {
 public:
  explicit open_streams(std::optional<std::uint64_t> most) : left_{most} {}

  void add(event_stream& one) {
    all_.push_back(&one);
    if (over_) one.end();
  }
  void remove(const event_stream& one) { std::erase(all_, &one); }
  /// An event more; false when it is one too many.
  bool take() {
    if (over_) return false;
    if (left_ && --*left_ == 0) end();
    return true;
  }
  void end() {
    over_ = true;
    for (auto* one : all_) one->end();
  }

 private:
  std::vector<event_stream*> all_;
  std::optional<std::uint64_t> left_;
  bool over_ = false;
};

/// One of them, as long as it is read.
class listed {
 public:
  listed(open_streams& in, event_stream& one) : in_{in}, one_{one} { in_.add(one_); }
  ~listed() { in_.remove(one_); }
  listed(const listed&) = delete;

 private:
  open_streams& in_;
  event_stream& one_;
};

/// What botocore makes of an event that the model does not know.
json::value unknown_event(const stream_event& event) { return {{"SDK_UNKNOWN_MEMBER", {{"name", event.type()}}}}; }

class event_printer {
 public:
  event_printer(const call_plan& plan, const global_options& options, console& out)
      : plan_{plan},
        options_{options},
        out_{out},
        print_{print_settings(options, out, options.output.value_or(output_format::ndjson))},
        streams_{std::make_shared<open_streams>(plan.max_events)} {
    print_.query.reset();
    print_.with_region = plan.regions || !plan.profiles.empty();
  }

  asio::awaitable<int> run(const session& session) {
    asio::steady_timer timer{co_await asio::this_coro::executor};
    if (plan_.lasting) {
      timer.expires_after(*plan_.lasting);
      timer.async_wait([streams = std::weak_ptr{streams_}](const boost::system::error_code& failure) {
        if (const auto still = streams.lock(); still && !failure) still->end();
      });
    }
    if (print_.with_region) co_return co_await many(session);
    const call_target only{session, {}, {}, {}, {}};
    plan_.outfile.empty() ? co_await print(only) : co_await save(only);
    co_return exit_status::success;
  }

 private:
  asio::awaitable<event_stream> open(const call_target& target) {
    const auto caller = target.by.client(plan_.service->name(), client_settings(options_, target.region));
    stream_options with;
    if (!plan_.body_file.empty())
      with.body = request_body::bytes(read_parameter_text("fileb://" + plan_.body_file).value().text);
    co_return co_await caller.open(plan_.operation->name(), plan_.input, with);
  }

  asio::awaitable<void> print(const call_target& target) {
    auto stream = co_await open(target);
    const listed among{*streams_, stream};
    const answer_part from{target.place, {}, target.profile, target.account};
    if (!plan_.operation->has_event_stream_input()) co_return co_await read(stream, from);
    std::exception_ptr fault, failure;
    bool ended = false;
    co_await (read_to_end(stream, from, failure) || feed(stream, ended, fault));
    // The service said all it had before it was told that nothing more comes.
    if (!ended && !fault && !failure) (void)co_await stream.try_end_input();
    if (fault || failure) std::rethrow_exception(fault ? fault : failure);
  }

  asio::awaitable<void> read_to_end(event_stream& stream, const answer_part& from, std::exception_ptr& failure) {
    try {
      co_await read(stream, from);
    } catch (...) {
      failure = std::current_exception();
    }
  }

  /// What is sent beside it; it ends with the reading alone. What the service has against an event is told to whoever
  /// reads.
  asio::awaitable<void> feed(event_stream& to, bool& ended, std::exception_ptr& fault) {
    try {
      if (!plan_.events.empty()) co_await feed_events(to, plan_.events);
      ended = true;
      co_await to.end_input();
    } catch (const error& failure) {
      if (failure.kind() == error_kind::usage) {
        fault = std::current_exception();
        to.end();
      }
    } catch (const std::system_error&) {
      fault = std::current_exception();
      to.end();
    }
    asio::steady_timer never{co_await asio::this_coro::executor, asio::steady_timer::time_point::max()};
    co_await never.async_wait(asio::use_awaitable);
  }

  asio::awaitable<void> read(event_stream& stream, const answer_part& from) {
    for (;;) {
      const auto event = co_await stream.next();
      if (!event || !streams_->take()) co_return;
      write(event->known() ? to_json(event->output(), iso8601_time) : unknown_event(*event), from);
    }
  }

  void write(json::value document, const answer_part& from) {
    if (options_.query) {
      auto found = options_.query->search(document);
      if (!found)
        throw found.error().with([](error_info& info) {
          info.kind = error_kind::protocol;
          info.message = "--query does not fit an event: " + info.message;
        });
      document = *std::move(found);
      if (document.is_null()) return;  // the query is about other events
    }
    if (print_.with_region) document = placed(std::move(document), from);
    out_.write(print_document(document, {}, print_));
  }

  /// Where it comes from; of what a query has found, in each row.
  json::value placed(json::value found, const answer_part& from) const {
    auto* const rows = options_.query ? found.if_array() : nullptr;
    if (rows == nullptr) return with_origin(std::move(found), from);
    for (auto& row : *rows) row = with_origin(std::move(row), from);
    return found;
  }

  asio::awaitable<void> save(const call_target& target) {
    auto stream = co_await open(target);
    auto body = std::move(stream).payload_stream();
    if (plan_.outfile != "-") {
      const auto saved = co_await body.try_save(plan_.outfile);
      if (saved) co_return;
      // The call was made: that the file cannot be written is no mistake of the command line's any more.
      throw saved.error().with([](error_info& info) {
        if (info.kind == error_kind::usage) info.kind = error_kind::protocol;
      });
    }
    for (;;) {
      const auto piece = co_await body.read();
      if (piece.empty()) co_return;
      out_.write(piece);
    }
  }

  asio::awaitable<int> many(const session& session) {
    const auto targets = co_await find_targets(session, plan_, options_);
    const bool profiles = !plan_.profiles.empty();
    target_reports reports{out_, targets.all.size() + targets.failures.size(), profiles ? "calls" : "regions"};
    for (const auto& failure : targets.failures) reports.failed(failure);
    const auto follow = [&](const call_target& target) -> asio::awaitable<bool> {
      co_await print(target);
      co_return true;
    };
    const auto ended = co_await sweep<bool>(targets.all, follow, std::max<std::size_t>(1, targets.all.size()), reports);
    for (std::size_t i = 0; i < targets.all.size(); ++i) {
      const auto& one = ended.by_target[i];
      if (one && !*one) reports.failed(profiles ? in_profile(one->error(), targets.all[i].profile) : one->error());
    }
    co_return ended.interrupted ? reports.interrupted() : reports.status();
  }

  const call_plan& plan_;
  const global_options& options_;
  console& out_;
  print_options print_;
  const std::shared_ptr<open_streams> streams_;
};

}  // namespace

asio::awaitable<int> print_events(const session& session, const call_plan& plan, const global_options& options,
                                  console& out) {
  event_printer printer{plan, options, out};
  co_return co_await printer.run(session);
}

}  // namespace aloft::cli
