#pragma once
// The compiled form of a rule set: what compile.cpp makes and evaluate.cpp walks.

#include "endpoint/rule_functions.hpp"
#include "endpoint/rule_set.hpp"

#include <memory>
#include <variant>

namespace aloft::endpoint {

/// One step of a path such as "resourceId[1]": a key, or an index into a list.
using path_step = std::variant<std::string, std::size_t>;
using path = std::vector<path_step>;

/// "https://{Region}.{Partition#dnsSuffix}": literal text and references in turn.
struct template_part {
  std::string text;
  int slot = -1;  ///< the variable to insert after `text`; -1: none
  path inside;    ///< what of the variable
};

struct expression;

struct call {
  function name = function::is_set;
  std::vector<expression> arguments;
  path attribute;  ///< of getAttr, parsed once
};

struct reference {
  int slot = -1;
};

struct expression {
  std::variant<boost::json::value, reference, std::vector<template_part>, std::unique_ptr<call>> node;
};

struct condition {
  call test;
  int assign = -1;  ///< slot that takes the result; -1: none
};

/// One entry of an auth scheme: "signingName": expression, or a list of them.
struct property {
  std::string name;
  std::vector<expression> values;  ///< one, unless it is a list
};
using scheme_template = std::vector<property>;

struct endpoint_rule {
  expression url;
  std::vector<scheme_template> auth_schemes;
  std::vector<std::pair<std::string, std::vector<expression>>> headers;
};

struct rule_set::rule {
  std::vector<condition> conditions;
  std::variant<endpoint_rule, expression /* error message */, std::vector<rule> /* tree */> then;
};

}  // namespace aloft::endpoint
