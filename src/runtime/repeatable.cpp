#include "runtime/repeatable.hpp"

#include <algorithm>
#include <array>
#include <string_view>

namespace aloft::runtime {
namespace {

using namespace std::string_view_literals;

constexpr std::array safe_methods{"GET"sv, "HEAD"sv, "PUT"sv, "DELETE"sv};
constexpr std::array reading_words{"Describe"sv, "Get"sv, "List"sv, "BatchGet"sv};

struct row {
  std::string_view service, operation;
};
constexpr std::array table{
    // Reads whose names do not say so.
    row{"dynamodb", "Query"},
    row{"dynamodb", "Scan"},
    row{"dynamodb", "TransactGetItems"},
    row{"logs", "FilterLogEvents"},
    row{"s3", "SelectObjectContent"},
    // Nothing is kept of these: the same question has the same answer, or one that is as good.
    row{"kms", "Decrypt"},
    row{"kms", "Encrypt"},
    row{"kms", "GenerateDataKey"},
    row{"kms", "GenerateDataKeyWithoutPlaintext"},
    row{"kms", "ReEncrypt"},
    row{"kms", "Sign"},
    row{"kms", "Verify"},
    // Each call gives keys of its own, which end by themselves and end no others.
    row{"sts", "AssumeRole"},
    row{"sts", "AssumeRoleWithSAML"},
    row{"sts", "AssumeRoleWithWebIdentity"},
    row{"sts", "DecodeAuthorizationMessage"},
    // Messages of an answer that was lost come again after their visibility timeout, asked for once more or not; a
    // receipt handle names one message, which is gone or hidden however often that is asked for.
    row{"sqs", "ReceiveMessage"},
    row{"sqs", "DeleteMessage"},
    row{"sqs", "DeleteMessageBatch"},
    row{"sqs", "ChangeMessageVisibility"},
    row{"sqs", "ChangeMessageVisibilityBatch"},
    // Idempotent by themselves, as Amazon EC2's documentation lists them ("Ensuring idempotency").
    row{"ec2", "AssociateAddress"},
    row{"ec2", "CreateTags"},
    row{"ec2", "DisassociateAddress"},
    row{"ec2", "ReplaceNetworkAclAssociation"},
    row{"ec2", "ReplaceRouteTableAssociation"},
    row{"ec2", "TerminateInstances"},
};

bool has_token(const model::shape* input) noexcept {
  return input != nullptr && std::any_of(input->members.begin(), input->members.end(),
                                         [](const model::member& one) { return one.idempotency_token; });
}

}  // namespace

bool is_open(const error& failure, int status) noexcept {
  const error_kind kind = failure.kind();
  const bool broken_off = kind == error_kind::connect || kind == error_kind::timeout || kind == error_kind::cancelled ||
                          kind == error_kind::protocol;
  return broken_off && failure.info().request == request_progress::sent && status < 300;
}

bool is_repeatable(const model::operation& operation) noexcept {
  if (operation.readonly || operation.idempotent) return true;
  if (std::find(safe_methods.begin(), safe_methods.end(), operation.http_method) != safe_methods.end()) return true;
  if (has_token(operation.input)) return true;
  if (std::any_of(reading_words.begin(), reading_words.end(),
                  [&](std::string_view word) { return operation.name.starts_with(word); }))
    return true;
  if (operation.owner == nullptr) return false;
  const std::string_view service = operation.owner->metadata().name;
  return std::any_of(table.begin(), table.end(),
                     [&](const row& one) { return one.operation == operation.name && one.service == service; });
}

}  // namespace aloft::runtime
