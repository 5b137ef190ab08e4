#include "local/s3/store.hpp"

#include "local/random.hpp"
#include "local/s3/records.hpp"
#include "local/s3/s3_error.hpp"

#include <algorithm>
#include <chrono>
#include <stdexcept>

namespace aloft::local::s3 {
namespace {

void check_owner(const bucket& of, const call_context& context) {
  if (of.owner != context.caller.account_id) throw access_denied();
}

}  // namespace

version_ptr bucket::current(std::string_view key) const {
  const auto found = keys.find(key);
  if (found == keys.end() || found->second.back()->delete_marker) return nullptr;
  return found->second.back();
}

version_ptr bucket::find(std::string_view key, std::string_view version) const {
  const auto found = keys.find(key);
  if (found == keys.end()) return nullptr;
  if (version.empty()) return found->second.back();
  const auto at = std::ranges::find_if(found->second, [&](const version_ptr& one) { return one->id == version; });
  return at != found->second.end() ? *at : nullptr;
}

store::store(std::shared_ptr<blob_space> space) : space_{std::move(space)}, random_{0x5eed} {}

bucket& store::require(const input& request, const call_context& context) {
  const auto name = request.text("Bucket");
  auto* found = find(name);
  if (found == nullptr) throw no_such_bucket(name);
  check_owner(*found, context);
  if (const auto expected = request.text("ExpectedBucketOwner"); !expected.empty() && expected != found->owner)
    throw access_denied();
  if (found->region != context.region)
    throw api_error{301, "PermanentRedirect",
                    "The bucket you are attempting to access must be addressed using the specified endpoint. Please "
                    "send all future requests to this endpoint."}
        .with_header("x-amz-bucket-region", found->region)
        .with_element("Endpoint", join({found->name, ".s3.", found->region, ".amazonaws.com"}))
        .with_element("Bucket", found->name);
  return *found;
}

bucket& store::require_source(std::string_view name, const call_context& context) {
  auto* found = find(name);
  if (found == nullptr) throw no_such_bucket(name);
  check_owner(*found, context);
  return *found;
}

bucket* store::find(std::string_view name) {
  const auto found = buckets_.find(name);
  return found != buckets_.end() ? &found->second : nullptr;
}

bucket& store::create(bucket made) {
  note({{"bucket", made.name}, {"is", record_of(made)}});
  auto name = made.name;
  return buckets_.emplace(std::move(name), std::move(made)).first->second;
}

void store::remove(const bucket& gone) {
  note({{"bucket", gone.name}});
  buckets_.erase(buckets_.find(gone.name));
}

version_ptr store::put(bucket& to, std::string_view key, object_version made) {
  made.id = to.versioning == versioning_state::enabled ? fresh_id() : "null";
  if (records_) note({{"in", to.name}, {"key", key}, {"put", record_of(made)}});
  return place(to, key, std::make_shared<const object_version>(std::move(made)));
}

version_ptr store::place(bucket& in, std::string_view key, version_ptr made) {
  auto at = in.keys.find(key);
  if (at == in.keys.end()) at = in.keys.emplace(key, std::vector<version_ptr>{}).first;
  auto& versions = at->second;
  if (made->id == "null") std::erase_if(versions, [](const version_ptr& one) { return one->id == "null"; });
  versions.push_back(std::move(made));
  return versions.back();
}

version_ptr store::remove_current(bucket& from, std::string_view key, timestamp now) {
  if (from.versioning == versioning_state::off) return remove_version(from, key, "null");
  object_version marker;
  marker.delete_marker = true;
  marker.modified = now;
  return put(from, key, std::move(marker));
}

version_ptr store::remove_version(bucket& from, std::string_view key, std::string_view version) {
  const auto found = from.keys.find(key);
  if (found == from.keys.end()) return nullptr;
  auto& versions = found->second;
  const auto at = std::ranges::find_if(versions, [&](const version_ptr& one) { return one->id == version; });
  if (at == versions.end()) return nullptr;
  note({{"in", from.name}, {"key", key}, {"remove", version}});
  auto gone = *at;
  versions.erase(at);
  if (versions.empty()) from.keys.erase(found);
  return gone;
}

void store::replace(bucket& in, std::string_view key, const version_ptr& old, object_version made) {
  if (records_) note({{"in", in.name}, {"key", key}, {"replace", record_of(made)}});
  auto& versions = in.keys.find(key)->second;
  *std::ranges::find(versions, old) = std::make_shared<const object_version>(std::move(made));
}

upload& store::begin(bucket& in, upload made, std::string& id) {
  id = fresh_id();
  if (records_) note({{"in", in.name}, {"upload", id}, {"begin", record_of(made)}});
  return in.uploads.emplace(id, std::move(made)).first->second;
}

upload& store::require_upload(bucket& in, std::string_view key, std::string_view id) {
  const auto found = in.uploads.find(id);
  if (found == in.uploads.end() || found->second.key != key) throw no_such_upload(id);
  return found->second;
}

void store::put_part(bucket& in, std::string_view id, int number, uploaded_part made) {
  if (records_) note({{"in", in.name}, {"upload", id}, {"part", number}, {"is", record_of(made)}});
  in.uploads.find(id)->second.parts.insert_or_assign(number, std::move(made));
}

void store::end_upload(bucket& in, std::string_view id) {
  note({{"in", in.name}, {"upload", id}});
  in.uploads.erase(in.uploads.find(id));
}

void store::changed(const bucket& which) { note({{"bucket", which.name}, {"is", record_of(which)}}); }

void store::note(const boost::json::object& record) {
  if (records_) records_->add(record);
}

result<void> store::check_bytes() const {
  std::string lost;
  const auto look = [&](const content& data, std::string_view bucket, std::string_view key) {
    for (const auto& one : data.slices())
      if (lost.empty() && (one.from > one.of->size() || one.size > one.of->size() - one.from))
        lost = join(
            {"data: the file ", one.of->path(), " with bytes of ", bucket, "/", key, " is not there or too short"});
  };
  for (const auto& [name, one] : buckets_) {
    for (const auto& [key, versions] : one.keys)
      for (const auto& version : versions) look(version->data, name, key);
    for (const auto& [id, upload] : one.uploads)
      for (const auto& [number, part] : upload.parts) look(part.data, name, upload.key);
  }
  if (lost.empty()) return {};
  return error{error_kind::usage, "InvalidOption", std::move(lost)};
}

result<void> store::keep_in(journal records) {
  if (auto read = records.replay([this](const auto& record) { take_record(record); }); !read) return read;
  if (auto there = check_bytes(); !there) return there;
  auto written = records.rewrite([this](const auto& give) {
    for (const auto& [name, one] : buckets_) {
      give({{"bucket", name}, {"is", record_of(one)}});
      for (const auto& [key, versions] : one.keys)
        for (const auto& version : versions) give({{"in", name}, {"key", key}, {"put", record_of(*version)}});
      for (const auto& [id, upload] : one.uploads) {
        give({{"in", name}, {"upload", id}, {"begin", record_of(upload)}});
        for (const auto& [number, part] : upload.parts)
          give({{"in", name}, {"upload", id}, {"part", number}, {"is", record_of(part)}});
      }
    }
  });
  if (!written) return written;
  space_->sweep();
  random_ += static_cast<std::uint64_t>(std::chrono::system_clock::now().time_since_epoch().count());  // no id twice
  records_ = std::move(records);
  return {};
}

void store::take_record(const boost::json::object& record) {
  const auto text = [&](std::string_view name) -> std::string_view { return record.at(name).as_string(); };
  if (record.contains("bucket")) {
    const auto name = text("bucket");
    if (const auto* is = record.if_contains("is")) {
      auto& one = buckets_[std::string{name}];
      one.name = name;
      read_record(is->as_object(), one);
    } else if (const auto gone = buckets_.find(name); gone != buckets_.end()) {
      buckets_.erase(gone);
    }
    return;
  }
  auto* in = find(text("in"));
  if (in == nullptr) throw std::runtime_error{"there is no such bucket"};
  if (record.contains("upload")) {
    const std::string id{text("upload")};
    if (const auto* begun = record.if_contains("begin"))
      in->uploads.insert_or_assign(id, read_upload(begun->as_object()));
    else if (record.contains("part"))
      in->uploads.at(id).parts.insert_or_assign(record.at("part").to_number<int>(),
                                                read_part(record.at("is").as_object(), *space_));
    else
      in->uploads.erase(id);
    return;
  }
  const auto key = text("key");
  if (const auto* put = record.if_contains("put")) {
    place(*in, key, std::make_shared<const object_version>(read_version(put->as_object(), *space_)));
  } else if (const auto* other = record.if_contains("replace")) {
    auto made = std::make_shared<const object_version>(read_version(other->as_object(), *space_));
    for (auto& one : in->keys.find(key)->second)
      if (one->id == made->id) one = made;
  } else {
    remove_version(*in, key, text("remove"));
  }
}

std::string store::fresh_id() {
  constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._";
  constexpr std::size_t length = 32, bits = 6, per_number = 10;
  std::string id;
  while (id.size() < length) {
    auto number = next_random(random_);
    for (std::size_t i = 0; i < per_number && id.size() < length; ++i, number >>= bits) id += letters[number & 63];
  }
  return id;
}

}  // namespace aloft::local::s3
