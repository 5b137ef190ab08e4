#include "describe.hpp"

#include "failures.hpp"

#include <aloft/names.hpp>
#include <aloft/regions.hpp>

#include <set>

namespace aloft::python {
namespace {

bool set_text(PyObject* dict, const char* name, std::string_view value) { return put(dict, name, text(value)); }
bool set_true(PyObject* dict, const char* name, bool is) {
  return !is || PyDict_SetItemString(dict, name, Py_True) == 0;
}

template <class Range>
ref list_of(const Range& texts) {
  ref list{PyList_New(0)};
  if (!list) return {};
  for (const auto& one : texts) {
    const ref made = text(one);
    if (!made || PyList_Append(list.get(), made.get()) < 0) return {};
  }
  return list;
}

const operation_info* find(PyObject* service, PyObject* operation) {
  std::string_view service_name, name;
  if (!utf8(service, service_name) || !utf8(operation, name)) return nullptr;
  const auto* of = service_info::find(service_name);
  if (!of) return nullptr;
  const auto* found = of->operation(name);
  if (!found) PyErr_Format(PyExc_KeyError, "%R", operation);
  return found;
}

std::string_view kind_name(const shape_model& shape) {
  switch (shape.kind()) {
    case shape_kind::structure: return "structure";
    case shape_kind::list: return "list";
    case shape_kind::map: return "map";
    case shape_kind::text: return "string";
    case shape_kind::blob: return "blob";
    case shape_kind::boolean: return "boolean";
    case shape_kind::integer: return "integer";
    case shape_kind::long_integer: return "long";
    case shape_kind::single: return "float";
    case shape_kind::real: return "double";
    case shape_kind::timestamp: return "timestamp";
    case shape_kind::document: return "document";
  }
  return "";
}

// One dict for each shape that can be reached; members refer to shapes by name.
bool add_shape(PyObject* to, const shape_model& shape, std::set<const void*>& known) {
  if (!shape || !known.insert(shape.get()).second) return true;
  const ref dict{PyDict_New()};
  PyObject* facts = dict.get();
  if (!facts || !set_text(facts, "type", kind_name(shape)) || !set_true(facts, "union", shape.is_union()) ||
      !set_true(facts, "sparse", shape.is_sparse()) || !set_true(facts, "eventstream", shape.is_event_stream()) ||
      !set_true(facts, "streaming", shape.is_streaming()) || !set_true(facts, "exception", shape.is_exception()))
    return false;
  if (const auto min = shape.min(); min && !put(facts, "min", ref{PyFloat_FromDouble(*min)})) return false;
  if (const auto max = shape.max(); max && !put(facts, "max", ref{PyFloat_FromDouble(*max)})) return false;
  if (!shape.enum_values().empty() && !put(facts, "enum", list_of(shape.enum_values()))) return false;
  if (PyDict_SetItem(to, text(shape.name()).get(), facts) < 0) return false;
  if (shape.kind() == shape_kind::structure) {
    const ref members{PyDict_New()};
    for (const auto member : shape.members()) {
      const ref one{PyDict_New()};
      if (!members || !one || !set_text(one.get(), "shape", member.shape().name()) ||
          !set_true(one.get(), "required", member.is_required()) ||
          !set_true(one.get(), "json", member.holds_json() && member.place() == member_place::header) ||
          !set_true(one.get(), "streaming", member.is_streaming()) ||
          PyDict_SetItem(members.get(), text(member.name()).get(), one.get()) < 0)
        return false;
    }
    if (PyDict_SetItemString(facts, "members", members.get()) < 0) return false;
    for (const auto member : shape.members())
      if (!add_shape(to, member.shape(), known)) return false;
    return true;
  }
  if (shape.kind() == shape_kind::map &&
      (!set_text(facts, "key", shape.key().name()) || !add_shape(to, shape.key(), known)))
    return false;
  if (shape.kind() != shape_kind::list && shape.kind() != shape_kind::map) return true;
  return set_text(facts, "element", shape.element().name()) && add_shape(to, shape.element(), known);
}

}  // namespace

PyObject* services(PyObject*, PyObject*) {
  const auto names = service_names();
  if (!names) return raise(names.error()), nullptr;
  return list_of(*names).release();
}

PyObject* regions(PyObject*, PyObject* partition) {
  std::string_view wanted;
  if (!utf8(partition, wanted)) return nullptr;
  const auto all = region_names();
  if (!all) return raise(all.error()), nullptr;
  std::vector<std::string> out;
  for (const auto& region : *all)
    if (const auto of = partition_of(region); of && (wanted.empty() || *of == wanted)) out.push_back(region);
  return list_of(out).release();
}

PyObject* partition(PyObject*, PyObject* region) {
  std::string_view of;
  if (!utf8(region, of)) return nullptr;
  const auto found = partition_of(of);
  if (!found) return raise(found.error()), nullptr;
  return text(*found).release();
}

PyObject* endpoint(PyObject*, PyObject* const* given, Py_ssize_t count) {
  std::string_view service, region;
  if (count != 2) return PyErr_Format(PyExc_TypeError, "endpoint takes 2 arguments");
  if (!utf8(given[0], service) || !utf8(given[1], region)) return nullptr;
  const auto* of = service_info::find(service);
  if (!of) return nullptr;
  const std::string one{region};
  const auto found = standard_endpoints(of->model, {&one, 1});
  if (!found) return raise(found.error()), nullptr;
  if (found->empty() || !found->front()) return none();
  return text(*found->front()).release();
}

PyObject* errors(PyObject*, PyObject* service) {
  std::string_view name;
  if (!utf8(service, name)) return nullptr;
  const auto* of = service_info::find(name);
  if (!of) return nullptr;
  ref dict{PyDict_New()};
  for (const auto operation : of->model.operation_names()) {
    const auto found = of->model.find_operation(operation);
    if (!found || !dict) continue;
    for (const auto& error : found->errors()) {
      const auto code = error.error_code();
      if (!put(dict.get(), std::string{error.name()}.c_str(), text(code.empty() ? error.name() : code))) return nullptr;
    }
  }
  return dict.release();
}

PyObject* service_facts(PyObject*, PyObject* name) {
  std::string_view service;
  if (!utf8(name, service)) return nullptr;
  const auto* of = service_info::find(service);
  if (!of) return nullptr;
  const auto& model = of->model;
  ref dict{PyDict_New()}, methods{PyDict_New()}, waiters{PyDict_New()};
  if (!dict || !methods || !waiters) return nullptr;
  for (const auto operation : model.operation_names())
    if (PyDict_SetItem(methods.get(), text(snake_case(operation)).get(), text(operation).get()) < 0) return nullptr;
  for (const auto& waiter : model.waiters()) {
    ref one{PyDict_New()}, acceptors{PyList_New(0)};
    if (!one || !acceptors) return nullptr;
    for (const auto& acceptor : waiter.acceptors()) {
      using matcher = acceptor_model::matcher;
      static constexpr const char* matchers[] = {"path", "pathAll", "pathAny", "status", "error"};
      static constexpr const char* verdicts[] = {"success", "failure", "retry"};
      const ref row{PyDict_New()};
      const auto expected = acceptor.expected();
      ref value;
      if (const auto* is = std::get_if<std::string_view>(&expected))
        value = text(*is);
      else if (const auto* truly = std::get_if<bool>(&expected))
        value = ref{truth(*truly)};
      else
        value = ref{PyLong_FromLongLong(std::get<std::int64_t>(expected))};
      static_assert(static_cast<int>(matcher::error) == 4);
      if (!row || !set_text(row.get(), "matcher", matchers[static_cast<int>(acceptor.matches())]) ||
          !set_text(row.get(), "state", verdicts[static_cast<int>(acceptor.decides())]) ||
          !set_text(row.get(), "argument", acceptor.expression()) || !put(row.get(), "expected", value) ||
          PyList_Append(acceptors.get(), row.get()) < 0)
        return nullptr;
    }
    if (!set_text(one.get(), "name", waiter.name()) || !set_text(one.get(), "operation", waiter.operation()) ||
        !put(one.get(), "delay", ref{PyLong_FromLongLong(waiter.delay().count())}) ||
        !put(one.get(), "maxAttempts", ref{PyLong_FromLong(waiter.max_attempts())}) ||
        PyDict_SetItemString(one.get(), "acceptors", acceptors.get()) < 0 ||
        PyDict_SetItem(waiters.get(), text(waiter.snake_name()).get(), one.get()) < 0)
      return nullptr;
  }
  const bool good =
      set_text(dict.get(), "name", model.name()) && set_text(dict.get(), "service_id", model.service_id()) &&
      set_text(dict.get(), "full_name", model.full_name()) &&
      set_text(dict.get(), "api_version", model.api_version()) &&
      set_text(dict.get(), "endpoint_prefix", model.endpoint_prefix()) &&
      set_text(dict.get(), "signing_name", model.signing_name()) && set_text(dict.get(), "protocol", of->protocol) &&
      put(dict.get(), "methods", methods) && put(dict.get(), "waiters", waiters);
  return good ? dict.release() : nullptr;
}

PyObject* operation_facts(PyObject*, PyObject* const* given, Py_ssize_t count) {
  if (count != 2) return PyErr_Format(PyExc_TypeError, "operation takes 2 arguments");
  const auto* of = find(given[0], given[1]);
  if (!of) return nullptr;
  const ref dict{PyDict_New()}, errors{PyList_New(0)};
  if (!dict || !errors) return nullptr;
  for (const auto& error : of->model.errors()) {
    const ref pair{PyTuple_Pack(2, text(error.name()).get(), text(error.error_code()).get())};
    if (!pair || PyList_Append(errors.get(), pair.get()) < 0) return nullptr;
  }
  PyObject* to = dict.get();
  bool good =
      set_text(to, "input", of->input ? of->input.name() : "") &&
      set_text(to, "output", of->output ? of->output.name() : "") && put(to, "errors", errors) &&
      set_text(to, "body", of->body_member) && set_true(to, "body_streams", of->model.streaming_input().has_value()) &&
      set_true(to, "event_stream", of->event_stream) && set_true(to, "blob_output", of->blob_output) &&
      set_true(to, "deprecated", of->model.is_deprecated()) && set_text(to, "http_method", of->model.http_method()) &&
      set_text(to, "request_uri", of->model.request_uri());
  if (good && of->output_stream) good = PyDict_SetItemString(to, "stream", of->output_stream) == 0;
  if (const auto pages = of->model.paginator(); good && pages && !pages->is_heuristic()) {
    const ref facts{PyDict_New()};
    good = facts && put(facts.get(), "input_token", list_of(pages->input_tokens())) &&
           put(facts.get(), "output_token", list_of(pages->output_tokens())) &&
           put(facts.get(), "result_key", list_of(pages->result_keys())) &&
           put(facts.get(), "non_aggregate_keys", list_of(pages->non_aggregate_keys())) &&
           set_text(facts.get(), "limit_key", pages->limit_key()) &&
           set_text(facts.get(), "more_results", pages->more_results()) && put(to, "pages", facts);
  }
  if (!good) return nullptr;
  Py_INCREF(to);
  return to;
}

PyObject* shape_facts(PyObject*, PyObject* const* given, Py_ssize_t count) {
  if (count != 2) return PyErr_Format(PyExc_TypeError, "shapes takes 2 arguments");
  const auto* of = find(given[0], given[1]);
  if (!of) return nullptr;
  ref dict{PyDict_New()};
  std::set<const void*> known;
  if (!dict || !add_shape(dict.get(), of->input, known) || !add_shape(dict.get(), of->output, known)) return nullptr;
  return dict.release();
}

PyObject* documentation(PyObject*, PyObject* const* given, Py_ssize_t count) {
  if (count != 4) return PyErr_Format(PyExc_TypeError, "documentation takes 4 arguments");
  std::string_view service, shape_name, member_name;
  if (!utf8(given[0], service)) return nullptr;
  const auto* of = service_info::find(service);
  if (!of) return nullptr;
  const auto texts = of->model.documentation();
  if (!texts) return raise(texts.error()), nullptr;
  if (given[1] == Py_None) return text(texts->service()).release();
  const auto* operation = find(given[0], given[1]);
  if (!operation) return nullptr;
  if (given[2] == Py_None) return text(texts->operation(operation->model)).release();
  if (!utf8(given[2], shape_name)) return nullptr;
  const auto shape = shape_name == "input" ? operation->input : operation->output;
  if (!shape || given[3] == Py_None) return shape ? text(texts->shape(shape)).release() : text("").release();
  if (!utf8(given[3], member_name)) return nullptr;
  const auto member = shape.find(member_name);
  return member ? text(texts->member(shape, *member)).release() : text("").release();
}

}  // namespace aloft::python
