#include "model/catalog.hpp"

#include <aloft/names.hpp>
#include "model/facts_text.hpp"
#include "model/model_folder.hpp"
#include "model/pack.hpp"
#include "model/service_spellings.hpp"

#include <algorithm>
#include <map>
#include <mutex>

namespace aloft::model {
namespace {

using service_ptr = std::shared_ptr<const service>;

// A service that is made once, when it is first asked for; a failure is tried again by the next who asks.
class slot {
 public:
  template <class Make>
  result<service_ptr> get(Make make) {
    const std::scoped_lock lock{mutex_};
    if (!made_) {
      auto made = make();
      if (!made) return made.error();
      made_ = std::move(*made);
    }
    return made_;
  }

 private:
  std::mutex mutex_;
  service_ptr made_;
};

class pack_catalog final : public catalog {
 public:
  explicit pack_catalog(std::shared_ptr<const pack> pack) : pack_{std::move(pack)}, slots_(pack_->size()) {}

  result<void> add_folder(const std::filesystem::path& path) {
    const model_folder folder{path};
    auto names = folder.service_names();
    if (!names) return names.error();
    for (const auto& name : *names) users_.try_emplace(name, folder);
    return {};
  }

  std::vector<std::string_view> service_names() const override {
    std::vector<std::string_view> names;
    names.reserve(slots_.size() + users_.size());
    for (std::size_t i = 0; i < slots_.size(); ++i) names.push_back(pack_->name(i));
    for (const auto& [name, user] : users_) names.push_back(name);
    std::ranges::sort(names);
    const auto repeated = std::ranges::unique(names);
    names.erase(repeated.begin(), repeated.end());
    return names;
  }

  result<service_ptr> find_service(std::string_view any_spelling) const override {
    const auto folded = folded_name(any_spelling);
    for (const auto& [name, user] : users_)
      if (folded_name(name) == folded) return user.get(name);
    if (const auto found = pack_->find(folded); found.size() == 1)
      return packed(found.front());
    else if (found.size() > 1)
      return ambiguous(any_spelling, found);
    return find_user_service(any_spelling, folded);
  }

  std::string_view partitions() const noexcept override { return pack_->partitions(); }

 private:
  // A service of a user's folder.
  class user_service {
   public:
    explicit user_service(model_folder folder) : folder_{std::move(folder)} {}

    result<service_ptr> get(const std::string& name) const {
      return slot_.get([&]() -> result<service_ptr> {
        const auto texts = folder_.read(name);
        if (!texts) return texts.error();
        return compile_service(texts->view());
      });
    }

   private:
    model_folder folder_;
    mutable slot slot_;
  };

  result<service_ptr> packed(std::size_t number) const {
    // A user's service of the same name goes first, whichever spelling led here.
    if (const auto user = users_.find(pack_->name(number)); user != users_.end()) return user->second.get(user->first);
    return slots_[number].get([&]() -> result<service_ptr> {
      const auto bytes = pack_->facts(number);
      if (!bytes) return bytes.error();
      auto facts = read_facts(*bytes);
      if (!facts) return facts.error();
      return make_blob_service(std::move(*facts), pack_, [from = pack_, number] { return pack::unpack(from, number); });
    });
  }

  // By service id or endpoint prefix, for which the user's models have to be read.
  result<service_ptr> find_user_service(std::string_view spelling, const std::string& folded) const {
    std::vector<service_ptr> services;
    std::vector<service::facts> facts;
    for (const auto& [name, user] : users_) {
      auto made = user.get(name);
      if (!made) continue;  // its own name reports what is wrong with it
      facts.push_back((*made)->metadata());
      services.push_back(std::move(*made));
    }
    for (const auto& [text, number] : service_spellings(facts))
      if (text == folded) return services[number];
    return unknown(spelling);
  }

  error unknown(std::string_view spelling) const {
    const auto names = service_names();
    const std::vector<std::string> known(names.begin(), names.end());
    return error{error_kind::usage, "UnknownService",
                 "there is no service '" + std::string{spelling.substr(0, 128)} + "'" + did_you_mean(spelling, known)};
  }

  error ambiguous(std::string_view spelling, const std::vector<std::size_t>& numbers) const {
    std::string list;
    for (const auto number : numbers) list += (list.empty() ? "" : ", ") + std::string{pack_->name(number)};
    return error{
        error_kind::usage, "AmbiguousService",
        "'" + std::string{spelling} + "' is the endpoint prefix of several services: " + list + "; name one of them"};
  }

  std::shared_ptr<const pack> pack_;
  mutable std::vector<slot> slots_;
  std::map<std::string, user_service, std::less<>> users_;
};

result<std::shared_ptr<const catalog>> catalog_of(result<std::shared_ptr<const pack>> opened,
                                                  const std::vector<std::filesystem::path>& extra_models) {
  if (!opened) return opened.error();
  auto made = std::make_shared<pack_catalog>(std::move(*opened));
  for (const auto& folder : extra_models)
    if (const auto added = made->add_folder(folder); !added) return added.error();
  return std::shared_ptr<const catalog>{std::move(made)};
}

}  // namespace

result<std::shared_ptr<const catalog>> catalog::open(const std::filesystem::path& path,
                                                     const std::vector<std::filesystem::path>& extra_models) {
  return catalog_of(pack::open(path), extra_models);
}

result<std::shared_ptr<const catalog>> catalog::over(std::string_view bytes, const std::filesystem::path& name,
                                                     const std::vector<std::filesystem::path>& extra_models) {
  return catalog_of(pack::over(bytes, name), extra_models);
}

}  // namespace aloft::model
