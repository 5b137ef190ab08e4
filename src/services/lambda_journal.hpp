#pragma once
// The results of a batch in a file, as they come, so that a batch that was killed can go on.
//
// One line of JSON each, never changed. The first says what the file is; then, for each item that is done,
//
//   {"n":17,"input":"1c9f3a0b22d40e71","version":"3","us":81000,"id":"…","payload":"base64"}       answered
//   {"n":17,"input":"…", …, "payload":"base64","fault":"Unhandled"}                                 the function failed
//   {"n":17,"input":"…","lost":{"kind":"connect","code":"ConnectionClosed","message":"…"}}          it may have run
//
// with `input` a hash of what the item was. A last line that was not written whole is cut off.

#include <aloft/clock.hpp>
#include <aloft/error.hpp>
#include <aloft/lambda_batch.hpp>

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace aloft::lambda {

/// One finished item as a line of the journal, without its end.
std::string journal_line(std::uint64_t index, std::uint64_t input, const result<invocation>& came);
/// The reverse; nothing when it is no such line.
struct journal_entry {
  std::uint64_t index = 0;
  std::uint64_t input = 0;
  result<invocation> came{error{}};
};
std::optional<journal_entry> parse_journal_line(std::string_view line);

/// A hash of the item and of what it is invoked with, the same on every machine.
std::uint64_t hash_of(const batch_item& item, const batch_options& how);

class batch_journal {
 public:
  /// Usage error "JournalUnusable": the file cannot be opened or read, is no journal, or is there already though
  /// nothing is to be resumed.
  static result<std::unique_ptr<batch_journal>> open(const std::string& path, bool resume, const clock& time);
  ~batch_journal();
  batch_journal(const batch_journal&) = delete;
  batch_journal& operator=(const batch_journal&) = delete;

  /// What the file has of an item. Usage error "JournalMismatch" when it is that of another input.
  result<std::optional<journal_entry>> find(std::uint64_t index, std::uint64_t input) const;
  /// Whether a result is one to keep: those of items that may be invoked again are not.
  static bool keeps(const result<invocation>& came) noexcept;
  /// Appends it; now and then waits for the disk.
  result<void> add(std::uint64_t index, std::uint64_t input, const result<invocation>& came);

 private:
  struct place {
    std::uint64_t offset = 0;
    std::uint32_t size = 0;
  };
  batch_journal(int file, std::string path, const clock& time) noexcept;
  /// Looks through what is there.
  result<void> scan();
  error unusable(const std::string& why) const;

  const int file_;
  const std::string path_;
  const clock& time_;
  std::unordered_map<std::uint64_t, place> found_;
  std::chrono::steady_clock::time_point synced_;
};

}  // namespace aloft::lambda
