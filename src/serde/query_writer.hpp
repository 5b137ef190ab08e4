#pragma once
// shape_sink → application/x-www-form-urlencoded text: requests of awsQuery and ec2Query.

#include "serde/scalar_text.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

enum class query_dialect : std::uint8_t {
  aws,  ///< awsQuery: lists as Name.member.1, maps as Name.entry.1.key, empty lists as "Name="
  ec2,  ///< ec2Query: queryName or capitalized locationName, lists as Name.1, empty lists are absent
};

class query_writer final : public text_sink {
 public:
  /// Starts the form with Action=…&Version=….
  query_writer(query_dialect dialect, std::string_view action, std::string_view version);

  using shape_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override;
  void end() override;
  void member(const model::member& member) override;
  void key(std::string_view key) override;
  void text(std::string_view value) override;
  void null() override;

  /// The form written so far; the writer is empty afterwards.
  std::string take();

 private:
  struct frame {
    const model::shape* shape;
    bool flattened;
    std::size_t name;   // how much of name_ is the name of what is open; of a list: the name its numbers follow
    std::size_t count;  // entries so far
    const model::member* member;  // that holds it; null for what no member holds
  };

  void start_element();
  void set_name(std::size_t keep, std::string_view part);
  void pair(std::string_view value);

  query_dialect dialect_;
  std::string out_;
  std::string name_;  // of the value that is written next, percent-encoded
  std::vector<frame> frames_;
  const model::member* member_ = nullptr;
};

/// What a member is called in a form of that dialect; `usual` is the name of list elements, keys and values without
/// one.
std::string query_name(query_dialect dialect, const model::member& member, std::string_view usual = {});

/// What an empty list is called in awsQuery: as its member is, also where its elements would have another name.
std::string_view empty_list_name(const model::member& member) noexcept;

}  // namespace aloft::serde
