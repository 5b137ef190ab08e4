#pragma once
// shape_sink → application/x-www-form-urlencoded text: requests of awsQuery and ec2Query.

#include "serde/shape_sink.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace aloft::serde {

enum class query_dialect : std::uint8_t {
  aws,  ///< awsQuery: lists as Name.member.1, maps as Name.entry.1.key, empty lists as "Name="
  ec2,  ///< ec2Query: queryName or capitalized locationName, lists as Name.1, empty lists are absent
};

class query_writer final : public shape_sink {
 public:
  /// Starts the form with Action=…&Version=….
  query_writer(query_dialect dialect, std::string_view action, std::string_view version);

  using shape_sink::begin;
  void begin(const model::shape& shape, std::size_t size) override;
  void end() override;
  void member(const model::member& member) override;
  void key(std::string_view key) override;
  void text(std::string_view value) override;
  void integer(std::int64_t value) override;
  void real(double value) override;
  void boolean(bool value) override;
  void blob(std::string_view bytes) override;
  void timestamp(aloft::timestamp value) override;
  void null() override;

  /// The form written so far; the writer is empty afterwards.
  std::string take();

 private:
  struct frame {
    const model::shape* shape;
    std::size_t prefix;   // length of prefix_ inside this value
    std::size_t restore;  // length of prefix_ outside it
    std::size_t count;    // entries so far
  };

  void open_entry();
  void pair(std::string_view text);

  query_dialect dialect_;
  std::string out_;
  std::string prefix_;  // name of the value that is written next, percent-encoded
  std::vector<frame> frames_;
  const model::member* member_ = nullptr;
};

}  // namespace aloft::serde
