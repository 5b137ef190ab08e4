// What introspection tells of the form on the wire: it depends on the protocol that calls choose.

#include "aloft/model.hpp"
#include "protocol/bound_text.hpp"
#include "protocol/protocol.hpp"

namespace aloft {

std::string_view service_model::protocol() const {
  const auto chosen = protocol::select(*service_);
  return chosen ? (*chosen)->name() : service_->metadata().protocol;
}

timestamp_format operation_model::time_format_of(const member_model& member) const {
  if (const auto stated = member.time_format()) return *stated;
  const auto where = member.get().where;
  if (where != model::location::body || operation_->owner == nullptr) return protocol::format_at(where);
  const auto chosen = protocol::select(*operation_->owner);
  const auto name = chosen ? (*chosen)->name() : std::string_view{};
  return name == "query" || name == "ec2" || name == "rest-xml" ? timestamp_format::date_time
                                                                : timestamp_format::epoch_seconds;
}

}  // namespace aloft
