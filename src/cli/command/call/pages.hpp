#pragma once
// One call, read page after page where the model says that it has pages.

#include "aloft/client.hpp"
#include "cli/options/global_options.hpp"
#include "model/service.hpp"

#include <boost/asio/awaitable.hpp>
#include <boost/json/object.hpp>

#include <functional>

namespace aloft::cli {

/// Called with each page in order.
using page_handler = std::function<void(response)>;

/// Reads all pages, or one: with --no-paginate, when the operation has no pages, or when the input says which page is
/// wanted (a token or a limit), as the AWS CLI does. `with` is for every page. Stops after --max-items rows. Throws
/// aloft::error.
boost::asio::awaitable<void> read_pages(const client& caller, const model::operation& operation,
                                        boost::json::object input, const call_options& with,
                                        const global_options& options, page_handler on_page);

}  // namespace aloft::cli
