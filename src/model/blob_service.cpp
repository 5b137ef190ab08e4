#include "model/blob_service.hpp"

#include <aloft/names.hpp>
#include "model/blob_view.hpp"
#include "model/linker.hpp"

#include <boost/json/parse.hpp>

#include <algorithm>
#include <atomic>
#include <deque>
#include <mutex>
#include <unordered_map>

namespace aloft::model {
namespace {

using format::attribute;

// What a service has once its blob is unpacked.
class contents {
 public:
  contents(const service& owner, owned_blob bytes, blob_view blob)
      : owner_{owner}, bytes_{std::move(bytes)}, blob_{blob}, linker_{blob_}, linked_(blob.operations().size()) {}

  const blob_view& blob() const noexcept { return blob_; }

  const operation* find(std::string_view spelling) {
    const auto name_of = [this](const format::operation_record& each) { return blob_.text(each.name); };
    const auto exact = std::ranges::lower_bound(blob_.operations(), spelling, {}, name_of);
    if (exact != blob_.operations().end() && blob_.text(exact->name) == spelling)
      return get(static_cast<std::uint32_t>(exact - blob_.operations().begin()));
    const auto name = [this](std::uint32_t number) { return blob_.text(blob_.operations()[number].name); };
    const auto less = [](std::string_view a, std::string_view b) { return compare_folded(a, b) < 0; };
    const auto found = std::ranges::lower_bound(blob_.folded(), spelling, less, name);
    return found != blob_.folded().end() && compare_folded(name(*found), spelling) == 0 ? get(*found) : nullptr;
  }

  /// Null: there is none.
  const waiter* find_waiter(std::string_view spelling) {
    const auto found = std::ranges::find_if(blob_.waiters(), [&](const format::waiter_record& each) {
      return compare_folded(blob_.text(each.name), spelling) == 0;
    });
    if (found == blob_.waiters().end()) return nullptr;
    const auto* asked = get(found->operation);
    const std::scoped_lock lock{mutex_};
    const auto known = std::ranges::find(waiters_, blob_.text(found->name), &waiter::name);
    return known == waiters_.end() ? &waiters_.emplace_back(link(*found, *asked)) : &*known;
  }

  const shape* find_error(std::string_view code) {
    const std::scoped_lock lock{mutex_};
    if (!errors_known_) index_errors();
    const auto found = errors_.find(code);
    return found == errors_.end() ? nullptr : linker_.link(found->second);
  }

 private:
  const operation* get(std::uint32_t number) {
    if (const auto* known = linked_[number].load(std::memory_order_acquire)) return known;
    const std::scoped_lock lock{mutex_};
    if (const auto* known = linked_[number].load(std::memory_order_relaxed)) return known;
    const auto* made = link(blob_.operations()[number]);
    linked_[number].store(made, std::memory_order_release);
    return made;
  }

  const operation* link(const format::operation_record& record) {
    operation made;
    made.owner = &owner_;
    made.name = blob_.text(record.name);
    made.http_method = blob_.text(record.method);
    made.request_uri = blob_.text(record.uri);
    made.response_code = record.response_code;
    made.input = record.input == format::no_shape ? nullptr : linker_.link(record.input);
    made.output = record.output == format::no_shape ? nullptr : linker_.link(record.output);
    read_flags(made, record.flags);
    read_attributes(made, record.attributes);
    made.input_stream = stream_of(made.input);
    made.output_stream = stream_of(made.output);
    made.input_event_stream = has_events(made.input);
    made.output_event_stream = has_events(made.output);

    const auto numbers = blob_.errors().subspan(record.first_error, record.error_count);
    std::pmr::polymorphic_allocator<const shape*> allocator{&linker_.memory()};
    auto** errors = allocator.allocate(numbers.size());
    std::ranges::transform(numbers, errors, [this](std::uint32_t number) { return linker_.link(number); });
    made.errors = {errors, numbers.size()};
    return &operations_.emplace_back(std::move(made));
  }

  waiter link(const format::waiter_record& record, const operation& asked) const {
    waiter made;
    made.name = blob_.text(record.name);
    made.asks = &asked;
    made.delay = std::chrono::seconds{record.delay};
    made.max_attempts = static_cast<int>(record.max_attempts);
    for (const auto& each : blob_.acceptors().subspan(record.first_acceptor, record.acceptor_count)) {
      auto& acceptor = made.acceptors.emplace_back();
      acceptor.matcher = static_cast<matcher_type>(each.matcher);
      acceptor.state = static_cast<waiter_state>(each.state);
      acceptor.argument = blob_.text(each.argument);
      switch (static_cast<format::expected_type>(each.type)) {
        case format::expected_type::text: acceptor.expected = blob_.text(each.expected); break;
        case format::expected_type::boolean: acceptor.expected = each.expected != 0; break;
        case format::expected_type::number: acceptor.expected = static_cast<std::int64_t>(each.expected); break;
      }
    }
    return made;
  }

  static void read_flags(operation& of, std::uint32_t flags) noexcept {
    of.unsigned_payload = (flags & format::unsigned_payload) != 0;
    of.checksum_required = (flags & format::checksum_required) != 0;
    of.http_checksum.required = (flags & format::flexible_checksum_required) != 0;
    of.deprecated = (flags & format::operation_deprecated) != 0;
    of.compressible = (flags & format::operation_compressible) != 0;
    of.readonly = (flags & format::operation_readonly) != 0;
    of.idempotent = (flags & format::operation_idempotent) != 0;
    of.tells_endpoints = (flags & format::discovery_asked) != 0;
    if (flags & format::discovery_offered) of.endpoint_discovery = discovery::offered;
    if (flags & format::discovery_required) of.endpoint_discovery = discovery::required;
  }

  void read_attributes(operation& of, std::uint32_t first) const {
    for (const auto* run = blob_.attributes(first); run->kind != attribute::end; ++run) {
      switch (run->kind) {
        case attribute::traits: of.traits = blob_.text(run->value); break;
        case attribute::host_prefix: of.host_prefix = blob_.text(run->value); break;
        case attribute::auth_type: of.auth_type = blob_.text(run->value); break;
        case attribute::auth: of.auth.push_back(blob_.text(run->value)); break;
        case attribute::input_wrapper: of.input_wrapper = blob_.text(run->value); break;
        case attribute::input_namespace: of.input_namespace = blob_.text(run->value); break;
        case attribute::result_wrapper: of.result_wrapper = blob_.text(run->value); break;
        case attribute::checksum_algorithm_member: of.http_checksum.algorithm_member = blob_.text(run->value); break;
        case attribute::checksum_validation_member: of.http_checksum.validation_member = blob_.text(run->value); break;
        case attribute::static_parameter:
          of.static_parameters.push_back({blob_.text(run->value), static_value(run + 1)});
          break;
        case attribute::parameter_path:
          if (run[1].kind == attribute::path_text)
            of.parameter_paths.push_back({blob_.text(run->value), blob_.text(run[1].value)});
          break;
        default: read_paging(of, *run); break;
      }
    }
    // Only a damaged blob has tokens without partners.
    if (of.pages && of.pages->input_tokens.size() != of.pages->output_tokens.size()) of.pages.reset();
  }

  void read_paging(operation& of, const format::attribute_record& attribute) const {
    const auto pages = [&of]() -> paginator& { return of.pages ? *of.pages : of.pages.emplace(); };
    switch (attribute.kind) {
      case attribute::input_token: pages().input_tokens.push_back(blob_.text(attribute.value)); break;
      case attribute::output_token: pages().output_tokens.push_back(blob_.text(attribute.value)); break;
      case attribute::result_key: pages().result_keys.push_back(blob_.text(attribute.value)); break;
      case attribute::non_aggregate_key: pages().non_aggregate_keys.push_back(blob_.text(attribute.value)); break;
      case attribute::limit_key: pages().limit_key = blob_.text(attribute.value); break;
      case attribute::more_results: pages().more_results = blob_.text(attribute.value); break;
      case attribute::heuristic_pages: pages().heuristic = attribute.value != 0; break;
      default: break;
    }
  }

  boost::json::value static_value(const format::attribute_record* at) const {
    boost::system::error_code bad;
    if (at->kind != attribute::static_value) return nullptr;
    auto value = boost::json::parse(blob_.text(at->value), bad);
    return bad ? boost::json::value{} : std::move(value);
  }

  static const member* stream_of(const shape* side) noexcept {
    const member* payload = side ? side->payload : nullptr;
    return payload && payload->streaming && payload->target->type == shape_type::blob ? payload : nullptr;
  }

  static bool has_events(const shape* side) noexcept {
    return side && std::ranges::any_of(side->members, [](const member& each) { return each.target->event_stream; });
  }

  // Codes first: a shape's name counts only where no shape claims it as its code.
  void index_errors() {
    const auto for_each_error = [this](auto use) {
      for (std::uint32_t number = 0; number < blob_.shapes().size(); ++number)
        if (blob_.shapes()[number].flags & format::shape_exception) use(number, blob_.shapes()[number]);
    };
    for_each_error([this](std::uint32_t number, const format::shape_record& record) {
      for (const auto* run = blob_.attributes(record.attributes); run->kind != attribute::end; ++run)
        if (run->kind == attribute::error_code) errors_.emplace(blob_.text(run->value), number);
    });
    for_each_error([this](std::uint32_t number, const format::shape_record& record) {
      errors_.emplace(blob_.text(record.name), number);
    });
    errors_known_ = true;
  }

  const service& owner_;
  owned_blob bytes_;
  blob_view blob_;
  std::mutex mutex_;  // guards everything below; linked_ is read without it
  linker linker_;
  std::deque<operation> operations_;
  std::deque<waiter> waiters_;  // those that were asked for
  std::vector<std::atomic<const operation*>> linked_;
  std::unordered_map<std::string_view, std::uint32_t> errors_;
  bool errors_known_ = false;
};

class blob_service final : public service {
 public:
  blob_service(facts facts, std::shared_ptr<const void> facts_owner, std::function<result<owned_blob>()> unpack)
      : facts_owner_{std::move(facts_owner)}, unpack_{std::move(unpack)} {
    facts_ = std::move(facts);
  }

  std::vector<std::string_view> operation_names() const override {
    const auto& blob = unpacked().blob();
    std::vector<std::string_view> names;
    names.reserve(blob.operations().size());
    for (const auto& each : blob.operations()) names.push_back(blob.text(each.name));
    return names;
  }

  result<const operation*> find_operation(std::string_view any_spelling) const override {
    try {
      if (const auto* found = unpacked().find(any_spelling)) return found;
    } catch (const error& damaged) {
      return damaged;
    }
    const auto names = operation_names();
    return unknown("UnknownOperation", "operation", any_spelling, names);
  }

  const shape* find_error(const operation& of, std::string_view code) const override {
    for (const shape* each : of.errors)
      if (each->error_code == code) return each;
    return unpacked().find_error(code);
  }

  std::string_view endpoint_rules() const override { return unpacked().blob().endpoint_rules(); }

  std::vector<std::string_view> waiter_names() const override {
    const auto& blob = unpacked().blob();
    std::vector<std::string_view> names;
    for (const auto& each : blob.waiters()) names.push_back(blob.text(each.name));
    return names;
  }

  result<const waiter*> find_waiter(std::string_view any_spelling) const override {
    try {
      if (const auto* found = unpacked().find_waiter(any_spelling)) return found;
    } catch (const error& damaged) {
      return damaged;
    }
    const auto names = waiter_names();
    return unknown("UnknownWaiter", "waiter", any_spelling, names);
  }

 private:
  contents& unpacked() const {
    if (auto* known = ready_.load(std::memory_order_acquire)) return *known;
    const std::scoped_lock lock{mutex_};
    if (!contents_) {
      auto bytes = unpack_().value();
      const auto blob = blob_view::check(bytes.bytes);
      if (!blob) throw blob.error().with([this](error_info& info) { info.service = facts_.name; });
      contents_ = std::make_unique<contents>(*this, std::move(bytes), *blob);
      ready_.store(contents_.get(), std::memory_order_release);
    }
    return *contents_;
  }

  error unknown(const char* code, std::string_view what, std::string_view spelling,
                std::span<const std::string_view> names) const {
    const std::vector<std::string> known(names.begin(), names.end());
    const auto shown = spelling.substr(0, 128);
    return error{error_kind::usage, code,
                 "service '" + std::string{facts_.name} + "' has no " + std::string{what} + " '" + std::string{shown} +
                     "'" + did_you_mean(spelling, known)};
  }

  std::shared_ptr<const void> facts_owner_;
  std::function<result<owned_blob>()> unpack_;
  mutable std::mutex mutex_;  // held while the first caller unpacks
  mutable std::unique_ptr<contents> contents_;
  mutable std::atomic<contents*> ready_{nullptr};
};

}  // namespace

std::shared_ptr<const service> make_blob_service(service::facts facts, std::shared_ptr<const void> facts_owner,
                                                 std::function<result<owned_blob>()> unpack) {
  return std::make_shared<blob_service>(std::move(facts), std::move(facts_owner), std::move(unpack));
}

}  // namespace aloft::model
