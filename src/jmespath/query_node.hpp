#pragma once
// What evaluation works with: a reference to a value that lies in an answer, in JSON, or was made on the way.

#include "aloft/value.hpp"

#include <boost/json/value.hpp>

#include <deque>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace aloft::jmespath {

struct ast;

enum class node_type { null, boolean, number, text, list, object, reference };

struct node;
using node_list = std::vector<node>;
using node_object = std::vector<std::pair<std::string_view, node>>;

/// Null by default. Valid as long as the heap of its evaluation and the searched data.
struct node {
  const boost::json::value* json = nullptr;
  value document;
  const node_list* list = nullptr;
  const node_object* object = nullptr;
  const ast* deferred = nullptr;  ///< an &expression, as functions take them

  node_type type() const noexcept;
  bool is_null() const noexcept { return type() == node_type::null; }
  /// JMESPath's truth: not null, false, "", [] or {}.
  bool truthy() const noexcept;
  std::size_t size() const noexcept;         ///< of lists and objects
  node element(std::size_t index) const;     ///< of lists
  node member(std::string_view name) const;  ///< of objects; null when absent
  node_object members() const;               ///< of objects, in order
  bool boolean() const noexcept;
  double number() const noexcept;
  bool is_integer() const noexcept;
  std::int64_t integer() const noexcept;
};

/// Owns what evaluation makes.
class heap {
 public:
  node keep(boost::json::value made) {
    node out;
    out.json = &values_.emplace_back(std::move(made));
    return out;
  }
  node keep(node_list made) {
    node out;
    out.list = &lists_.emplace_back(std::move(made));
    return out;
  }
  node keep(node_object made) {
    node out;
    out.object = &objects_.emplace_back(std::move(made));
    return out;
  }
  /// Text of a text node; blobs and timestamps of answers become text here.
  std::string_view text(const node& from);

 private:
  std::deque<boost::json::value> values_;
  std::deque<node_list> lists_;
  std::deque<node_object> objects_;
};

/// A copy of what a node refers to.
boost::json::value materialize(const node& from);

/// Deep equality by JSON's rules; 1 equals 1.0.
bool equal(const node& a, const node& b, heap& heap);

}  // namespace aloft::jmespath
