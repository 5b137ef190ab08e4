#pragma once
// What is kept of a transfer in parts, so that the next attempt goes on. Everything here blocks.

#include <aloft/error.hpp>
#include <aloft/object_checksum.hpp>

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace aloft::s3 {

/// A file in the resume folder: a line of JSON that says what is transferred, and of downloads a line for each part
/// that is in its file. A note that cannot be read counts as none.
class transfer_note {
 public:
  /// `identity`: what tells this transfer from others: direction, bucket, key, path.
  transfer_note(std::string folder, std::string_view identity);

  /// What was kept, when it was about the same: all members of `about`, and whatever else was said.
  std::optional<boost::json::object> find(const boost::json::object& about);
  /// The parts that were noted, by their index; after find().
  const std::map<std::uint32_t, std::string>& parts() const noexcept { return parts_; }

  /// Begins anew. Usage error "OutputFile" where the folder or the file cannot be made.
  result<void> begin(const boost::json::object& about) const;
  result<void> add_part(std::uint32_t index, std::string_view checksum) const;
  void forget() const noexcept;

  /// Letters and digits that stand for the identity.
  const std::string& name() const noexcept { return name_; }

 private:
  error failed(int why) const;

  const std::string folder_, name_, path_;
  std::map<std::uint32_t, std::string> parts_;
};

}  // namespace aloft::s3
