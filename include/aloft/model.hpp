#pragma once
// What the models say: services, their operations, and the shapes of what these take and give. For help texts, stub
// generators, bindings of other languages, and code that walks its own data.
//
// All of it are views on the models that the library itself works by: one or two pointers, cheap to copy. Nothing is
// read before it is asked for; a service is unpacked when it is opened, an operation's shapes are linked when it is
// found.
//
// Lifetime: views live as long as a service_model of their service, a client of it, or a response of it.
// Thread: safe. Errors: find_… gives errors as values; views that are empty (operator bool) give empty answers.
// Blocks: opening a service or documentation maps a file at the first time and unpacks; milliseconds at most.

#include <aloft/error.hpp>
#include <aloft/timestamp.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <iterator>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace aloft {

class client;
class member_model;
namespace model {
class service;
class service_documentation;
struct member;
struct operation;
struct paginator;
struct shape;
struct waiter;
struct acceptor;
}  // namespace model

enum class shape_kind : std::uint8_t {
  structure,
  list,
  map,
  text,
  blob,
  boolean,
  integer,       ///< up to 32 bits
  long_integer,  ///< 64 bits
  single,        ///< a number of 32 bits with a fraction
  real,          ///< of 64 bits
  timestamp,
  document,  ///< any JSON value
};

/// Where a member of an input or output travels in protocols that are bound to HTTP.
enum class member_place : std::uint8_t {
  body,
  header,
  prefix_headers,  ///< a map: each entry a header whose name starts with wire_name()
  path,
  query,  ///< one parameter of the query, or a map of them
  status,
};

/// The type of a value. Shapes may contain themselves. Equal where they are the same shape of the same service.
class shape_model {
 public:
  shape_model() noexcept = default;
  shape_model(const model::shape& shape) noexcept : shape_{&shape} {}
  explicit operator bool() const noexcept { return shape_ != nullptr; }
  bool operator==(const shape_model&) const noexcept = default;

  std::string_view name() const noexcept;
  shape_kind kind() const noexcept;

  bool is_union() const noexcept;         ///< of structures: exactly one member is set
  bool is_sparse() const noexcept;        ///< of lists and maps: they may hold nulls
  bool is_sensitive() const noexcept;     ///< its values appear in no log
  bool is_streaming() const noexcept;     ///< a blob that travels as the body, piece by piece
  bool needs_length() const noexcept;     ///< of streaming blobs: the length must be known before the first byte
  bool is_event_stream() const noexcept;  ///< a union of events
  bool is_event() const noexcept;
  bool is_exception() const noexcept;            ///< an error that the service may answer with
  bool is_server_fault() const noexcept;         ///< of exceptions
  std::string_view error_code() const noexcept;  ///< of exceptions: as it comes on the wire
  int error_status() const noexcept;             ///< of exceptions: the HTTP status; 0: none is stated

  /// Smallest length of texts, blobs (bytes), lists and maps, smallest value of numbers; and the largest.
  std::optional<double> min() const noexcept;
  std::optional<double> max() const noexcept;
  /// Of texts: the values that the model knows; services may give others.
  std::span<const std::string_view> enum_values() const noexcept;

  class member_range;
  member_range members() const noexcept;                                   ///< of structures, in model order
  std::optional<member_model> find(std::string_view name) const noexcept;  ///< by the model's name; about 10 ns
  shape_model element() const noexcept;                                    ///< of lists; values of maps
  std::optional<member_model> element_member() const noexcept;             ///< the same with what else is said of them
  shape_model key() const noexcept;                                        ///< of maps
  std::optional<member_model> payload() const noexcept;                    ///< the member that is the whole body

  const model::shape* get() const noexcept { return shape_; }  ///< for shape_sink

 private:
  const model::shape* shape_ = nullptr;
};

/// A member of a structure.
class member_model {
 public:
  member_model(const model::member& member) noexcept : member_{&member} {}
  bool operator==(const member_model&) const noexcept = default;

  std::string_view name() const noexcept;  ///< the model's: "MaxResults"
  std::string snake_name() const;          ///< "max_results"
  std::string kebab_name() const;          ///< "max-results"
  std::string_view wire_name() const noexcept;
  std::size_t index() const noexcept;  ///< position in its structure
  shape_model shape() const noexcept;

  bool is_required() const noexcept;
  bool is_idempotency_token() const noexcept;  ///< made up where it is absent
  bool is_streaming() const noexcept;
  bool is_sensitive() const noexcept;
  bool is_host_label() const noexcept;  ///< becomes part of the host's name
  bool is_event_payload() const noexcept;
  bool is_event_header() const noexcept;
  bool holds_json() const noexcept;  ///< a text that is JSON
  member_place place() const noexcept;
  /// How the model says that a time is written. Nothing: as the protocol does in the place (operation_model::
  /// time_format_of says it).
  std::optional<timestamp_format> time_format() const noexcept;

  const model::member& get() const noexcept { return *member_; }  ///< for shape_sink

 private:
  const model::member* member_;
};

class shape_model::member_range {
 public:
  class iterator {
   public:
    using value_type = member_model;
    using difference_type = std::ptrdiff_t;
    using iterator_category = std::input_iterator_tag;
    iterator() noexcept = default;
    member_model operator*() const noexcept;
    iterator& operator++() noexcept {
      ++at_;
      return *this;
    }
    iterator operator++(int) noexcept {
      auto old = *this;
      ++at_;
      return old;
    }
    bool operator==(const iterator&) const noexcept = default;

   private:
    friend member_range;
    iterator(const model::shape* of, std::size_t at) noexcept : of_{of}, at_{at} {}
    const model::shape* of_ = nullptr;
    std::size_t at_ = 0;
  };

  iterator begin() const noexcept { return {of_, 0}; }
  iterator end() const noexcept { return {of_, size()}; }
  std::size_t size() const noexcept;
  bool empty() const noexcept { return size() == 0; }
  member_model operator[](std::size_t index) const noexcept { return *iterator{of_, index}; }

 private:
  friend shape_model;
  explicit member_range(const model::shape* of) noexcept : of_{of} {}
  const model::shape* of_;
};

/// How an operation gives its results in pages (client::pages follows it). Input token i takes what output token i
/// says; output tokens and more_results are JMESPath expressions over the output.
class paginator_model {
 public:
  explicit paginator_model(const model::paginator& pages) noexcept : pages_{&pages} {}

  std::span<const std::string_view> input_tokens() const noexcept;  ///< members of the input
  std::span<const std::string_view> output_tokens() const noexcept;
  std::span<const std::string_view> result_keys() const noexcept;  ///< what pages are read for, the primary one first
  std::span<const std::string_view> non_aggregate_keys() const noexcept;  ///< what every page says alike
  std::string_view limit_key() const noexcept;     ///< member of the input that limits a page; empty: none
  std::string_view more_results() const noexcept;  ///< says whether there is a next page; empty: the tokens do
  bool is_heuristic() const noexcept;              ///< guessed from members that pair up; the model has no paginator

 private:
  const model::paginator* pages_;
};

/// What decides whether a waiter goes on: the first acceptor of it that an answer, or a refusal, matches.
class acceptor_model {
 public:
  explicit acceptor_model(const model::acceptor& acceptor) noexcept : acceptor_{&acceptor} {}

  /// What it looks at.
  enum class matcher {
    path,      ///< what expression() finds in the output
    path_all,  ///< each element of a list that it finds, of at least one
    path_any,  ///< some element of such a list
    status,    ///< the answer's HTTP status
    error,     ///< the error's code
  };
  /// What it decides.
  enum class verdict {
    success,  ///< it has come about
    failure,  ///< it cannot come about any more
    retry,    ///< to be asked again
  };
  matcher matches() const noexcept;
  verdict decides() const noexcept;
  std::string_view expression() const noexcept;  ///< JMESPath, of the path matchers; empty for others
  /// What is to be found there: a text, a truth, a status. Of error matchers: a code, true for any, false for none.
  std::variant<std::string_view, bool, std::int64_t> expected() const noexcept;

 private:
  const model::acceptor* acceptor_;
};

/// What is asked for again and again until something has come about (client::wait does it).
class waiter_model {
 public:
  explicit waiter_model(const model::waiter& waiter) noexcept : waiter_{&waiter} {}

  std::string_view name() const noexcept;  ///< the model's: "InstanceRunning"
  std::string snake_name() const;          ///< "instance_running"
  std::string kebab_name() const;          ///< "instance-running"
  std::string_view operation() const noexcept;
  std::chrono::seconds delay() const noexcept;  ///< between two attempts
  int max_attempts() const noexcept;
  std::vector<acceptor_model> acceptors() const;  ///< the first that matches decides; where none does, it goes on

 private:
  const model::waiter* waiter_;
};

class operation_model {
 public:
  operation_model(const model::operation& operation) noexcept : operation_{&operation} {}

  std::string_view name() const noexcept;          ///< the model's: "DescribeVpcs"
  std::string snake_name() const;                  ///< "describe_vpcs", as botocore's methods are called
  std::string kebab_name() const;                  ///< "describe-vpcs", as the AWS CLI's commands are called
  std::string_view service_name() const noexcept;  ///< the service's: "ec2"

  shape_model input() const noexcept;   ///< empty: it takes nothing
  shape_model output() const noexcept;  ///< empty: it gives nothing
  std::vector<shape_model> errors() const;

  std::string_view http_method() const noexcept;
  std::string_view request_uri() const noexcept;  ///< "/{Bucket}/{Key+}?x-id=…"
  bool is_deprecated() const noexcept;
  bool is_readonly() const noexcept;    ///< the model says that it changes nothing
  bool is_idempotent() const noexcept;  ///< the model says that it may be carried out twice
  /// The blob that travels as the body of the request or the answer (call_options::body, response::body()).
  std::optional<member_model> streaming_input() const noexcept;
  std::optional<member_model> streaming_output() const noexcept;
  /// The output's payload is a blob, streaming or not: botocore gives such as a stream (Lambda's Invoke).
  bool has_blob_output() const noexcept;
  bool has_event_stream_input() const noexcept;
  bool has_event_stream_output() const noexcept;
  /// How times of this member of input or output travel. `member` may be of any structure inside.
  timestamp_format time_format_of(const member_model& member) const;

  std::optional<paginator_model> paginator() const noexcept;

  const model::operation& get() const noexcept { return *operation_; }

 private:
  const model::operation* operation_;
};

/// The models' words about one service, as plain text; "" where they say nothing. They lie in a file of their own.
/// Copies share the texts. Views live as long as one of them.
class documentation_model {
 public:
  std::string_view service() const;
  std::string_view operation(const operation_model& operation) const;
  std::string_view operation(std::string_view model_name) const;  ///< the same without its shapes being linked
  std::string_view shape(const shape_model& shape) const;
  /// Of a member of `structure`; where nothing is said of it there, of its shape.
  std::string_view member(const shape_model& structure, const member_model& member) const;

  explicit documentation_model(std::shared_ptr<const model::service_documentation> texts) noexcept
      : texts_{std::move(texts)} {}

 private:
  std::shared_ptr<const model::service_documentation> texts_;
};

class service_model {
 public:
  std::string_view name() const noexcept;         ///< the folder's name in the models: "ec2"
  std::string_view service_id() const noexcept;   ///< "EC2"
  std::string_view full_name() const noexcept;    ///< "Amazon Elastic Compute Cloud"
  std::string_view api_version() const noexcept;  ///< "2016-11-15"
  std::string_view endpoint_prefix() const noexcept;
  std::string_view signing_name() const noexcept;
  std::string_view protocol() const;  ///< that calls are made in: "ec2", "json", "rest-xml", …

  std::vector<std::string_view> operation_names() const;  ///< the model's, sorted
  /// By any spelling. Usage error "UnknownOperation" with suggestions.
  result<operation_model> find_operation(std::string_view any_spelling) const;
  std::vector<waiter_model> waiters() const;
  /// By any spelling. Usage error "UnknownWaiter" with suggestions.
  result<waiter_model> find_waiter(std::string_view any_spelling) const;
  /// Config error "NoDocumentation" where the file of texts is not installed.
  result<documentation_model> documentation() const;

  explicit service_model(std::shared_ptr<const model::service> service) noexcept : service_{std::move(service)} {}
  const std::shared_ptr<const model::service>& get() const noexcept { return service_; }

 private:
  std::shared_ptr<const model::service> service_;
};

/// Folder names of all services that the library knows, the user's own models (~/.aws/models) included, sorted.
/// Errors: config, where the models cannot be found or read.
result<std::vector<std::string>> service_names();
/// By any spelling of folder name, service id or endpoint prefix. Usage error "UnknownService" with suggestions; config
/// errors as those of service_names.
result<service_model> find_service_model(std::string_view any_spelling);

}  // namespace aloft
