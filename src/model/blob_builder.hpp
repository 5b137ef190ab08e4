#pragma once
// Turns a model in botocore's service-2 JSON into facts and a blob: the one way in, for the pack compiler, for users'
// own models and for tests.

#include "aloft/error.hpp"
#include "model/service.hpp"

#include <string>

namespace aloft::model {

struct built_service {
  std::string facts;  ///< for read_facts
  std::string blob;   ///< for blob_view::check
};

/// Bad JSON or a model that contradicts itself: config error "InvalidModel" that names service, shape and member.
result<built_service> build_service(const service_texts& texts);

}  // namespace aloft::model
