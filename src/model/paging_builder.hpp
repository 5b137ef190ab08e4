#pragma once
// Paginators and waiters on their way from botocore's paginators-1 and waiters-2 files into a blob. Contradictions
// throw config error "InvalidModel".

#include "model/blob_writer.hpp"

#include <boost/json/object.hpp>

#include <cstdint>
#include <map>
#include <string_view>

namespace aloft::model {

/// The attributes of a paginator as the model states it; none when `paginator` is empty, as the file's empty entries
/// are.
void add_paginator(blob_writer& to, blob_writer::attribute_run& run, const boost::json::object& paginator,
                   std::string_view where);

/// The shapes of a model by name.
using shape_definitions = std::map<std::string_view, const boost::json::object*>;

/// The attributes of a paginator guessed for an operation that has none: a text member of the input and one of the
/// output whose names pair up as AWS's tokens do ("NextToken" both ways, "PageToken" and "NextPageToken", …). Its
/// result is the output's list, where there is just one.
void guess_paginator(blob_writer& to, blob_writer::attribute_run& run, const boost::json::object& input,
                     const boost::json::object& output, const shape_definitions& shapes, std::string_view where);

/// All waiters; `operations` has the numbers of operations by name.
void add_waiters(blob_writer& to, const boost::json::object& waiters,
                 const std::map<std::string_view, std::uint32_t>& operations, std::string_view where);

}  // namespace aloft::model
