#pragma once
// What services answer though their models do not say so. botocore adds the same in its handlers.

#include <boost/json/fwd.hpp>

#include <string_view>

namespace aloft::model {

/// `model`: the object of a service-2 file of the service whose folder is `service`.
void add_to_model(std::string_view service, boost::json::object& model);

}  // namespace aloft::model
