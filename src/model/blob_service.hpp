#pragma once
// A service that reads its operations and shapes from a blob: one of the pack, or one just compiled.

#include "model/service.hpp"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

namespace aloft::model {

/// A blob and whatever keeps its bytes alive.
struct owned_blob {
  std::shared_ptr<const void> owner;
  std::string_view bytes;
};

/// `facts` views into memory that `facts_owner` keeps alive. `unpack` is called once, when an operation is first asked
/// for; what it throws or a blob that proves damaged comes out of that call.
std::shared_ptr<const service> make_blob_service(service::facts facts, std::shared_ptr<const void> facts_owner,
                                                 std::function<result<owned_blob>()> unpack);

}  // namespace aloft::model
