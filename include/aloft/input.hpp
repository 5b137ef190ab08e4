#pragma once
// The parameters of a call: JSON, a tree made by params(), or a producer of the caller's own. A small value; copies of
// trees and producers share them. Names are those of the model ("MaxResults"); what does not fit the operation is the
// call's usage error "ParamValidation", which names every finding and its place.
//
//   client.call("list_buckets");
//   client.call("describe_vpcs", {{"MaxResults", 100}});
//   client.call("put_object", aloft::params("Bucket", bucket, "Key", key, "Body", aloft::blob(bytes)));

#include <aloft/params.hpp>

#include <boost/json/storage_ptr.hpp>
#include <boost/json/value.hpp>
#include <boost/json/value_ref.hpp>

#include <concepts>
#include <initializer_list>
#include <memory>
#include <type_traits>
#include <utility>
#include <variant>

namespace aloft {

class shape_model;
class shape_sink;

/// Parameters in a form of the caller's own: the structs of a typed client, the objects of another language.
class input_source {
 public:
  virtual ~input_source() = default;

  /// Pushes the parameters: one map or structure. By names (begin_map, key, …), or by the members of `shape`, which is
  /// the operation's input. Values go in as what they are (text, blob, timestamp, …); what JSON may say in their place
  /// is taken too. Called in the coroutine of the call, more than once, and must push the same each time.
  virtual void push(const shape_model& shape, shape_sink& to) const = 0;
};

namespace detail {

/// For copies of JSON that nobody changes: one block for all of a usual value, instead of one for each text and object.
boost::json::storage_ptr one_block();

}  // namespace detail

class input {
 public:
  /// No parameters.
  input() noexcept = default;
  /// JSON: blobs are base64 text, times ISO 8601 text or seconds since 1970.
  template <class Json>
    requires(std::is_convertible_v<Json &&, boost::json::value> && !std::is_same_v<std::remove_cvref_t<Json>, input> &&
             !std::is_same_v<std::remove_cvref_t<Json>, param>)
  input(Json&& json) : content_{boost::json::value(std::forward<Json>(json))} {}
  input(const boost::json::value& json) : content_{boost::json::value(json, detail::one_block())} {}
  input(boost::json::value& json) : input(std::as_const(json)) {}  // braces would make a list of it
  input(std::initializer_list<boost::json::value_ref> json) : content_{boost::json::value(json, detail::one_block())} {}
  /// What params() makes.
  input(param tree) : content_{std::make_shared<const param>(std::move(tree))} {}
  template <std::derived_from<input_source> Source>
  input(std::shared_ptr<Source> source) : content_{std::shared_ptr<const input_source>{std::move(source)}} {}

  // For the pipeline: the one that it is made of, the others are null.
  const boost::json::value* json() const noexcept { return std::get_if<boost::json::value>(&content_); }
  const param* tree() const noexcept;
  const input_source* source() const noexcept;

 private:
  std::variant<boost::json::value, std::shared_ptr<const param>, std::shared_ptr<const input_source>> content_;
};

}  // namespace aloft
