#include "cli/command/sqs/sent_line.hpp"

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>

namespace aloft::cli {
namespace json = boost::json;

std::string taken_line(std::size_t number, const std::string& message_id, const std::string& sequence_number) {
  json::object line{{"Line", number}, {"MessageId", message_id}};
  if (!sequence_number.empty()) line["SequenceNumber"] = sequence_number;
  return json::serialize(line) + '\n';
}

std::string failed_line(std::size_t number, const error& failure) {
  const json::object line{{"Line", number}, {"Error", {{"Code", failure.code()}, {"Message", failure.message()}}}};
  return json::serialize(line) + '\n';
}

}  // namespace aloft::cli
