#include "cli/command/cloudformation/template_packager.hpp"

#include "cli/grammar/parameter_file.hpp"
#include "cli/output/json_printer.hpp"

#include <boost/json/object.hpp>

#include <algorithm>
#include <cerrno>
#include <cstring>

namespace aloft::cli {
namespace {

namespace asio = boost::asio;
namespace fs = std::filesystem;
namespace json = boost::json;

/// Texts that name something else than a file.
bool is_elsewhere(const template_node& value, artifact_form form) {
  if (value.is != template_node::form::scalar || !value.tag.empty() || value.text.starts_with("s3://")) return true;
  return form == artifact_form::template_url &&
         (value.text.starts_with("https://") || value.text.starts_with("http://"));
}

/// Code that stands in the template itself, or is an image.
bool has_other_code(const template_node& properties) {
  const auto* package = properties.find("PackageType");
  return properties.find("InlineCode") || properties.find("ImageUri") || (package && package->text == "Image");
}

std::string quoted_like(const template_node& value, const std::string& text) {
  return value.flow ? text : print_json(json::value(text), 0);
}

std::string content_of(const fs::path& file) {
  auto content = read_whole_file(file.string());
  if (content) return *std::move(content);
  throw error{error_kind::usage, "ParameterFile", "cannot read '" + file.string() + "': " + std::strerror(errno)};
}

std::string bucket_and_key(const artifact_bucket& bucket, const std::string& key, std::string_view prefix) {
  const json::object place{{std::string{prefix} + "Bucket", bucket.name()}, {std::string{prefix} + "Key", key}};
  return print_json(place, 0);
}

}  // namespace

std::vector<template_packager::artifact> template_packager::artifacts_in(const template_node& root) {
  std::vector<artifact> all;
  const auto look = [&](const std::string& name, std::string_view type, const template_node& properties) {
    for (const auto& row : artifact_properties()) {
      if (row.resource != type) continue;
      const auto* value = properties.find_path(row.property);
      if (value ? is_elsewhere(*value, row.form) : !row.folder_if_absent || has_other_code(properties)) continue;
      all.push_back({name + "." + std::string{row.property}, &row, value, &properties});
    }
  };
  if (const auto* resources = root.find("Resources"); resources && resources->is == template_node::form::map) {
    for (std::size_t i = 0; i + 1 < resources->items.size(); i += 2) {
      const auto& resource = resources->items[i + 1];
      const auto *type = resource.find("Type"), *properties = resource.find("Properties");
      if (type && properties && properties->is == template_node::form::map)
        look(resources->items[i].text, type->text, *properties);
    }
  }
  if (const auto* metadata = root.find("Metadata"); metadata && metadata->is == template_node::form::map)
    for (std::size_t i = 0; i + 1 < metadata->items.size(); i += 2)
      look(metadata->items[i].text, metadata->items[i].text, metadata->items[i + 1]);
  add_includes(root, all);
  return all;
}

void template_packager::add_includes(const template_node& in, std::vector<artifact>& to) {
  static constexpr artifact_property include{"AWS::Include", "Location"};
  const auto take = [&](const template_node& transform) {
    const auto *name = transform.find("Name"), *location = transform.find_path("Parameters.Location");
    if (name && name->text == include.resource && location && !is_elsewhere(*location, include.form))
      to.push_back({"Fn::Transform AWS::Include", &include, location, &transform});
  };
  if (in.tag == "!Transform") take(in);
  if (const auto* transform = in.find("Fn::Transform")) take(*transform);
  for (const auto& item : in.items) add_includes(item, to);
}

asio::awaitable<std::string> template_packager::place_of(const artifact& one, const fs::path& folder) {
  const auto path = one.value ? folder / fs::path{one.value->text} : folder;
  std::error_code failure;
  const bool is_folder = fs::is_directory(path, failure), is_file = fs::is_regular_file(path, failure);
  if (!is_folder && !is_file)
    throw error{error_kind::usage, "NoSuchArtifact",
                open_.front().string() + ": " + one.about + " names '" + path.lexically_normal().string() +
                    "', and there is no such file or folder"};
  std::string key;
  switch (one.row->form) {
    case artifact_form::template_url: {
      auto text = co_await package(path);
      key = co_await to_.put(std::move(text), "template", one.about);
      co_return co_await to_.address_of(key);
    }
    case artifact_form::url:
    case artifact_form::lambda_code:
    case artifact_form::bucket_key: break;
  }
  const bool zip = is_folder || (one.row->always_zip && !is_archive(path));
  auto content = zip ? archive_of(path) : content_of(path);
  key = co_await to_.put(std::move(content), "", one.about);
  if (one.row->form == artifact_form::lambda_code) co_return bucket_and_key(to_, key, "S3");
  if (one.row->form == artifact_form::bucket_key) co_return bucket_and_key(to_, key, "");
  co_return "s3://" + to_.name() + "/" + key;
}

asio::awaitable<std::string> template_packager::package(fs::path file) {
  const auto own = fs::absolute(file).lexically_normal();
  if (std::find(open_.begin(), open_.end(), own) != open_.end())
    throw error{error_kind::usage, "TemplateCycle", own.string() + ": the template contains itself"};
  const auto text = content_of(own);
  const auto root = parse_template(text, own.string());
  open_.push_back(own);
  std::vector<template_edit> edits;
  for (const auto& one : artifacts_in(root)) {
    const auto place = co_await place_of(one, own.parent_path());
    const bool mapping = place.starts_with('{');
    if (one.value) {
      edits.push_back({one.value->begin, one.value->end, mapping ? place : quoted_like(*one.value, place)});
      continue;
    }
    // In front of the resource's other properties; those of an empty mapping are `{}`.
    const auto& properties = *one.properties;
    if (properties.items.empty()) {
      edits.push_back({properties.begin, properties.end,
                       "{" + print_json(json::value(one.row->property), 0) + ": " +
                           (mapping ? place : print_json(json::value(place), 0)) + "}"});
      continue;
    }
    const auto& first = properties.items.front();
    const auto name = quoted_like(first, std::string{one.row->property});
    edits.push_back({first.begin, first.begin,
                     name + ": " + (mapping ? place : quoted_like(first, place)) +
                         (properties.flow ? std::string{", "} : "\n" + std::string(first.column, ' '))});
  }
  open_.pop_back();
  co_return edited(text, std::move(edits));
}

}  // namespace aloft::cli
