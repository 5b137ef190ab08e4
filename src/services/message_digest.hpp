#pragma once
// MD5 of what messages hold, as SQS writes it in its answers: hexadecimal, of the body's bytes, and of the attributes
// in a binary form (SQS Developer Guide, "Calculating the MD5 message digest for message attributes").

#include <aloft/sqs_batch.hpp>
#include <aloft/value.hpp>

#include <string>
#include <string_view>

namespace aloft::sqs {

std::string digest_of(std::string_view body);
/// Of no attributes: empty, as answers leave it out then.
std::string digest_of(const attributes& all);

/// Whether the digests that a received message names are right; those that it does not name are. An empty text says
/// yes, another which one is wrong.
std::string_view wrong_digest(value message);

}  // namespace aloft::sqs
