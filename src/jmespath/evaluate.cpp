#include "jmespath/evaluate.hpp"

#include "jmespath/lexer.hpp"
#include "jmespath/query_functions.hpp"

#include <algorithm>

namespace aloft::jmespath {
namespace {

class evaluator {
 public:
  explicit evaluator(heap& heap) : heap_{heap} {}

  node run(const ast& tree, const node& in) {
    switch (tree.kind) {
      case ast_kind::current:
      case ast_kind::identity: return in;
      case ast_kind::field: return in.member(tree.text);
      case ast_kind::index: return at_index(in, *tree.numbers[0]);
      case ast_kind::slice: return slice(tree, in);
      case ast_kind::literal: {
        node out;
        out.json = &tree.value;
        return out;
      }
      case ast_kind::subexpression:
      case ast_kind::pipe: return run(*tree.children[1], run(*tree.children[0], in));
      case ast_kind::list_projection: return project(run(*tree.children[0], in), *tree.children[1]);
      case ast_kind::value_projection: return project_values(run(*tree.children[0], in), *tree.children[1]);
      case ast_kind::flatten: return flatten(run(*tree.children[0], in));
      case ast_kind::filter: return filter(tree, run(*tree.children[0], in));
      case ast_kind::multi_list: return multi_list(tree, in);
      case ast_kind::multi_hash: return multi_hash(tree, in);
      case ast_kind::logical_or: {
        const node left = run(*tree.children[0], in);
        return left.truthy() ? left : run(*tree.children[1], in);
      }
      case ast_kind::logical_and: {
        const node left = run(*tree.children[0], in);
        return left.truthy() ? run(*tree.children[1], in) : left;
      }
      case ast_kind::negation: return heap_.keep(boost::json::value(!run(*tree.children[0], in).truthy()));
      case ast_kind::comparison: return compare(tree, in);
      case ast_kind::call: return call(tree, in);
      case ast_kind::reference: {
        node out;
        out.deferred = tree.children[0].get();
        return out;
      }
    }
    return {};
  }

 private:
  static node at_index(const node& in, std::int64_t index) {
    if (in.type() != node_type::list) return {};
    if (index < 0) index += static_cast<std::int64_t>(in.size());
    return index < 0 ? node{} : in.element(static_cast<std::size_t>(index));
  }

  node slice(const ast& tree, const node& in) {
    if (in.type() != node_type::list) return {};
    const std::int64_t step = tree.numbers[2].value_or(1);
    if (step == 0) throw fault{"JmesPathInvalidValue", "the step of a slice must not be 0"};
    const auto size = static_cast<std::int64_t>(in.size());
    auto bound = [&](std::optional<std::int64_t> given, std::int64_t otherwise) {
      if (!given) return otherwise;
      const std::int64_t at = *given < 0 ? *given + size : *given;
      return step > 0 ? std::clamp<std::int64_t>(at, 0, size) : std::clamp<std::int64_t>(at, -1, size - 1);
    };
    const std::int64_t start = bound(tree.numbers[0], step > 0 ? 0 : size - 1);
    const std::int64_t stop = bound(tree.numbers[1], step > 0 ? size : -1);
    node_list out;
    // The distance is compared, not the position: a step near the largest integer must not overflow it.
    for (std::int64_t at = start; step > 0 ? at < stop : at > stop;) {
      out.push_back(in.element(static_cast<std::size_t>(at)));
      if (step > 0 ? step >= stop - at : step <= stop - at) break;
      at += step;
    }
    return heap_.keep(std::move(out));
  }

  node project(const node& over, const ast& right) {
    if (over.type() != node_type::list) return {};
    node_list out;
    for (std::size_t n = 0; n < over.size(); ++n)
      if (const node each = run(right, over.element(n)); !each.is_null()) out.push_back(each);
    return heap_.keep(std::move(out));
  }

  node project_values(const node& over, const ast& right) {
    if (over.type() != node_type::object) return {};
    node_list out;
    for (const auto& [name, member] : over.members())
      if (const node each = run(right, member); !each.is_null()) out.push_back(each);
    return heap_.keep(std::move(out));
  }

  node flatten(const node& over) {
    if (over.type() != node_type::list) return {};
    node_list out;
    for (std::size_t n = 0; n < over.size(); ++n) {
      const node each = over.element(n);
      if (each.type() == node_type::list)
        for (std::size_t inner = 0; inner < each.size(); ++inner) out.push_back(each.element(inner));
      else
        out.push_back(each);
    }
    return heap_.keep(std::move(out));
  }

  node filter(const ast& tree, const node& over) {
    if (over.type() != node_type::list) return {};
    node_list out;
    for (std::size_t n = 0; n < over.size(); ++n) {
      const node each = over.element(n);
      if (!run(*tree.children[2], each).truthy()) continue;
      if (const node chosen = run(*tree.children[1], each); !chosen.is_null()) out.push_back(chosen);
    }
    return heap_.keep(std::move(out));
  }

  node multi_list(const ast& tree, const node& in) {
    if (in.is_null()) return {};
    node_list out;
    for (const auto& child : tree.children) out.push_back(run(*child, in));
    return heap_.keep(std::move(out));
  }

  node multi_hash(const ast& tree, const node& in) {
    if (in.is_null()) return {};
    node_object out;
    for (std::size_t n = 0; n < tree.children.size(); ++n) out.emplace_back(tree.names[n], run(*tree.children[n], in));
    return heap_.keep(std::move(out));
  }

  node compare(const ast& tree, const node& in) {
    const node a = run(*tree.children[0], in), b = run(*tree.children[1], in);
    if (tree.text == "==") return heap_.keep(boost::json::value(equal(a, b, heap_)));
    if (tree.text == "!=") return heap_.keep(boost::json::value(!equal(a, b, heap_)));
    if (a.type() != node_type::number || b.type() != node_type::number) return {};  // order is for numbers alone
    const double x = a.number(), y = b.number();
    const bool holds = tree.text == "<" ? x < y : tree.text == "<=" ? x <= y : tree.text == ">" ? x > y : x >= y;
    return heap_.keep(boost::json::value(holds));
  }

  node call(const ast& tree, const node& in) {
    node_list arguments;
    for (const auto& child : tree.children) arguments.push_back(run(*child, in));
    return call_function(tree.text, arguments, heap_,
                         [this](const ast& expression, const node& to) { return run(expression, to); });
  }

  heap& heap_;
};

}  // namespace

node evaluate(const ast& expression, const node& in, heap& heap) { return evaluator{heap}.run(expression, in); }

}  // namespace aloft::jmespath
