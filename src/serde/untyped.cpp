#include "serde/untyped.hpp"

namespace aloft::serde {
namespace {

struct graph {
  model::shape any, text, list, map;
  model::member of_any, of_text;

  graph() {
    any.name = "Document";
    any.type = model::shape_type::document;
    text.name = "String";
    text.type = model::shape_type::string;
    of_any.target = &any;
    of_text.target = &text;
    list.name = "DocumentList";
    list.type = model::shape_type::list;
    list.sparse = true;
    list.element = &of_any;
    map.name = "DocumentMap";
    map.type = model::shape_type::map;
    map.sparse = true;
    map.element = &of_any;
    map.key = &of_text;
  }
};

const graph& shapes() {
  static const graph instance;
  return instance;
}

}  // namespace

const model::shape& untyped() { return shapes().any; }
const model::shape& untyped_list() { return shapes().list; }
const model::shape& untyped_map() { return shapes().map; }

}  // namespace aloft::serde
