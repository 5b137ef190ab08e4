// Notifications from anywhere: read or refused, and what is signed holds what was read.

#include "aloft/sns_notification.hpp"
#include "aloft/sns_verifier.hpp"

#include "fuzz/expect.hpp"

#include <boost/json/parse.hpp>

#include <cstdint>
#include <string_view>

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  using namespace aloft;
  using fuzz::expect;
  const std::string_view text{reinterpret_cast<const char*>(data), size};
  if (sns::check_certificate_url(text, "arn:aws:sns:eu-west-1:111122223333:news").has_value())
    expect(text.starts_with("https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-"), "the host is SNS's");
  const auto read = sns::read_notification(text);
  if (!read) {
    expect(read.error().code() == "InvalidNotification" && !read.error().message().empty(), "a refusal says why");
    return 0;
  }
  const auto text_signed = sns::signed_text(boost::json::parse({text.data(), text.size()}).as_object());
  if (text_signed) expect(text_signed->find(read->message) != std::string::npos, "the message is signed");
  return 0;
}
