#include "jmespath/parser.hpp"

#include "jmespath/lexer.hpp"
#include "jmespath/query_functions.hpp"

#include <charconv>

namespace aloft::jmespath {
namespace {

using tree = std::unique_ptr<ast>;

// Evaluation recurses as deeply as an expression nests, to either side; so both are limited.
constexpr int deepest = 200;
constexpr std::size_t most_tokens = 2000;

// Binding powers. What stands below `projection_stop` ends a projection.
constexpr int projection_stop = 10;

int power(token_kind kind) {
  switch (kind) {
    case token_kind::pipe: return 1;
    case token_kind::logical_or: return 2;
    case token_kind::logical_and: return 3;
    case token_kind::comparator: return 5;
    case token_kind::flatten: return 9;
    case token_kind::star: return 20;
    case token_kind::filter: return 21;
    case token_kind::dot: return 40;
    case token_kind::negation: return 45;
    case token_kind::left_brace: return 50;
    case token_kind::left_bracket: return 55;
    case token_kind::left_paren: return 60;
    default: return 0;
  }
}

tree make(ast_kind kind) {
  auto made = std::make_unique<ast>();
  made->kind = kind;
  return made;
}

template <class... Children>
tree make(ast_kind kind, Children... children) {
  auto made = make(kind);
  (made->children.push_back(std::move(children)), ...);
  return made;
}

class parser {
 public:
  explicit parser(std::string_view text) : tokens_{tokenize(text)} {
    if (tokens_.size() > most_tokens)
      syntax_fault(tokens_[most_tokens].at, "the expression has more than " + std::to_string(most_tokens) + " parts");
  }

  tree run() {
    tree made = expression(0);
    if (current().kind != token_kind::end) unexpected();
    return made;
  }

 private:
  const token& current() const { return tokens_[at_]; }
  token_kind following() const { return tokens_[std::min(at_ + 1, tokens_.size() - 1)].kind; }
  token take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }
  [[noreturn]] void unexpected() const {
    syntax_fault(current().at, current().kind == token_kind::end ? "the expression ends too early" : "unexpected text");
  }
  token expect(token_kind kind) {
    if (current().kind != kind) unexpected();
    return take();
  }

  tree expression(int binding) {
    if (++depth_ > deepest) syntax_fault(current().at, "nested too deeply");
    tree left = prefix(take());
    while (binding < power(current().kind)) left = infix(std::move(left), take());
    --depth_;
    return left;
  }

  tree prefix(const token& first) {
    switch (first.kind) {
      case token_kind::literal: {
        tree made = make(ast_kind::literal);
        made->value = first.value;
        return made;
      }
      case token_kind::name: {
        if (current().kind == token_kind::left_paren) return call(first);
        return field(first);
      }
      case token_kind::quoted:
        if (current().kind == token_kind::left_paren) syntax_fault(first.at, "a function's name must not be quoted");
        return field(first);
      case token_kind::star: {
        tree right =
            current().kind == token_kind::right_bracket ? make(ast_kind::identity) : projected(power(token_kind::star));
        return make(ast_kind::value_projection, make(ast_kind::current), std::move(right));
      }
      case token_kind::filter: return filter(make(ast_kind::current));
      case token_kind::left_brace: return multi_hash();
      case token_kind::left_paren: {
        tree inside = expression(0);
        expect(token_kind::right_paren);
        return inside;
      }
      case token_kind::flatten: return flatten(make(ast_kind::current));
      case token_kind::negation: return make(ast_kind::negation, expression(power(token_kind::negation)));
      case token_kind::left_bracket: return bracket_prefix();
      case token_kind::current: return make(ast_kind::current);
      case token_kind::reference: return make(ast_kind::reference, expression(0));
      default:
        syntax_fault(first.at, first.kind == token_kind::end ? "the expression ends too early" : "unexpected text");
    }
  }

  tree infix(tree left, const token& op) {
    switch (op.kind) {
      case token_kind::dot:
        if (current().kind == token_kind::star) {
          take();
          return make(ast_kind::value_projection, std::move(left), projected(power(token_kind::star)));
        }
        return make(ast_kind::subexpression, std::move(left), after_dot(power(token_kind::dot)));
      case token_kind::pipe: return make(ast_kind::pipe, std::move(left), expression(power(op.kind)));
      case token_kind::logical_or: return make(ast_kind::logical_or, std::move(left), expression(power(op.kind)));
      case token_kind::logical_and: return make(ast_kind::logical_and, std::move(left), expression(power(op.kind)));
      case token_kind::comparator: {
        tree made = make(ast_kind::comparison, std::move(left), expression(power(op.kind)));
        made->text = op.text;
        return made;
      }
      case token_kind::flatten: return flatten(std::move(left));
      case token_kind::filter: return filter(std::move(left));
      case token_kind::left_bracket: {
        if (current().kind == token_kind::number || current().kind == token_kind::colon) return index(std::move(left));
        expect(token_kind::star);
        expect(token_kind::right_bracket);
        return make(ast_kind::list_projection, std::move(left), projected(power(token_kind::star)));
      }
      default: syntax_fault(op.at, "unexpected text");
    }
  }

  tree field(const token& name) {
    tree made = make(ast_kind::field);
    made->text = name.text;
    return made;
  }

  tree call(const token& name) {
    tree made = make(ast_kind::call);
    made->text = name.text;
    take();
    while (current().kind != token_kind::right_paren) {
      made->children.push_back(expression(0));
      if (current().kind == token_kind::comma) {
        take();
        if (current().kind == token_kind::right_paren) unexpected();
      } else if (current().kind != token_kind::right_paren) {
        unexpected();
      }
    }
    take();
    check_call(made->text, made->children.size());
    return made;
  }

  tree bracket_prefix() {
    if (current().kind == token_kind::number || current().kind == token_kind::colon)
      return index(make(ast_kind::current));
    if (current().kind == token_kind::star && following() == token_kind::right_bracket) {
      take();
      take();
      return make(ast_kind::list_projection, make(ast_kind::current), projected(power(token_kind::star)));
    }
    return multi_list();
  }

  /// "[3]" or "[1:5:2]" after its '['; a slice is a projection.
  tree index(tree left) {
    tree made = make(ast_kind::index);
    int position = 0;
    while (current().kind != token_kind::right_bracket) {
      if (current().kind == token_kind::colon) {
        if (++position > 2) unexpected();
        made->kind = ast_kind::slice;
        take();
      } else if (current().kind == token_kind::number && !made->numbers[position]) {
        const token digits = take();
        std::int64_t number = 0;
        const auto [end, failure] =
            std::from_chars(digits.text.data(), digits.text.data() + digits.text.size(), number);
        if (failure != std::errc{}) syntax_fault(digits.at, "number out of range");
        made->numbers[position] = number;
      } else {
        unexpected();
      }
    }
    take();
    const bool slice = made->kind == ast_kind::slice;
    tree indexed = make(ast_kind::subexpression, std::move(left), std::move(made));
    if (!slice) return indexed;
    return make(ast_kind::list_projection, std::move(indexed), projected(power(token_kind::star)));
  }

  tree flatten(tree left) {
    tree flat = make(ast_kind::flatten, std::move(left));
    return make(ast_kind::list_projection, std::move(flat), projected(power(token_kind::flatten)));
  }

  tree filter(tree left) {
    tree test = expression(0);
    expect(token_kind::right_bracket);
    tree right =
        current().kind == token_kind::flatten ? make(ast_kind::identity) : projected(power(token_kind::filter));
    return make(ast_kind::filter, std::move(left), std::move(right), std::move(test));
  }

  tree projected(int binding) {
    const token_kind next = current().kind;
    if (power(next) < projection_stop) return make(ast_kind::identity);
    if (next == token_kind::left_bracket || next == token_kind::filter) return expression(binding);
    if (next == token_kind::dot) {
      take();
      return after_dot(binding);
    }
    unexpected();
  }

  tree after_dot(int binding) {
    switch (current().kind) {
      case token_kind::name:
      case token_kind::quoted:
      case token_kind::star: return expression(binding);
      case token_kind::left_bracket: take(); return multi_list();
      case token_kind::left_brace: take(); return multi_hash();
      default: unexpected();
    }
  }

  tree multi_list() {
    tree made = make(ast_kind::multi_list);
    while (true) {
      made->children.push_back(expression(0));
      if (current().kind == token_kind::right_bracket) break;
      expect(token_kind::comma);
    }
    take();
    return made;
  }

  tree multi_hash() {
    tree made = make(ast_kind::multi_hash);
    while (true) {
      if (current().kind != token_kind::name && current().kind != token_kind::quoted) unexpected();
      made->names.push_back(take().text);
      expect(token_kind::colon);
      made->children.push_back(expression(0));
      if (current().kind == token_kind::right_brace) break;
      expect(token_kind::comma);
    }
    take();
    return made;
  }

  std::vector<token> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

std::unique_ptr<ast> parse(std::string_view text) { return parser{text}.run(); }

}  // namespace aloft::jmespath
