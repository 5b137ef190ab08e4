#include "model/documentation.hpp"

#include <aloft/names.hpp>
#include "model/documentation_format.hpp"
#include "model/pack.hpp"
#include "model/pack_location.hpp"

#include <algorithm>
#include <cstring>

namespace aloft::model {
namespace {

namespace format = documentation_format;

error corrupt() {
  return error{error_kind::config, "CorruptModel",
               "the documentation of the service is damaged; build or install the pack again"};
}

class blob_documentation final : public service_documentation {
 public:
  static result<std::shared_ptr<const service_documentation>> read(owned_blob blob) {
    auto made = std::make_shared<blob_documentation>();
    format::header header;
    if (blob.bytes.size() < sizeof header) return corrupt();
    std::memcpy(&header, blob.bytes.data(), sizeof header);
    const auto body = blob.bytes.substr(sizeof header);
    if (header.magic != format::magic || header.size != blob.bytes.size()) return corrupt();
    if (header.count > body.size() / sizeof(format::record)) return corrupt();
    made->records_ = {reinterpret_cast<const format::record*>(body.data()), header.count};
    made->characters_ = body.substr(header.count * sizeof(format::record));
    const auto inside = [size = made->characters_.size()](std::uint64_t at, std::uint64_t length) {
      return at + length <= size;
    };
    for (const auto& each : made->records_)
      if (!inside(each.key, each.key_size) || !inside(each.text, each.text_size)) return corrupt();
    made->blob_ = std::move(blob);
    return std::shared_ptr<const service_documentation>{std::move(made)};
  }

  std::string_view service() const override { return find(format::service_key); }
  std::string_view operation(std::string_view name) const override { return find(format::operation_key(name)); }
  std::string_view shape(std::string_view name) const override { return find(format::shape_key(name)); }
  std::string_view member(std::string_view shape, std::string_view name) const override {
    return find(format::member_key(shape, name));
  }

 private:
  std::string_view find(std::string_view wanted) const {
    const auto key = [this](const format::record& each) { return characters_.substr(each.key, each.key_size); };
    const auto found = std::ranges::lower_bound(records_, wanted, {}, key);
    return found != records_.end() && key(*found) == wanted ? characters_.substr(found->text, found->text_size) : "";
  }

  owned_blob blob_;
  std::span<const format::record> records_;
  std::string_view characters_;
};

class pack_documentation final : public documentation {
 public:
  explicit pack_documentation(std::shared_ptr<const pack> pack) : pack_{std::move(pack)} {}

  result<std::shared_ptr<const service_documentation>> find_service(std::string_view name) const override {
    const auto found = pack_->find(folded_name(name));
    if (found.empty())
      return error{error_kind::usage, "UnknownService",
                   "there is no documentation of service '" + std::string{name} + "'"};
    if (const auto intact = pack_->facts(found.front()); !intact) return intact.error();
    auto blob = pack::unpack(pack_, found.front());
    if (!blob) return blob.error();
    return blob_documentation::read(std::move(*blob));
  }

 private:
  std::shared_ptr<const pack> pack_;
};

}  // namespace

result<std::shared_ptr<const documentation>> documentation::open(const std::filesystem::path& path) {
  auto opened = pack::open(path);
  if (!opened) return opened.error();
  return std::shared_ptr<const documentation>{std::make_shared<pack_documentation>(std::move(*opened))};
}

result<std::shared_ptr<const documentation>> documentation::standard() {
  const auto path = standard_pack("aloft-docs.pack");
  if (!path) return path.error();
  return open(*path);
}

}  // namespace aloft::model
