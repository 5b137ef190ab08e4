#pragma once
// Whether a call is read page by page.

#include <aloft/model.hpp>
#include "aloft/pages.hpp"
#include "cli/options/global_options.hpp"

#include <boost/json/object.hpp>

#include <optional>

namespace aloft::cli {

/// How the pages are read. Nothing: one answer, as the AWS CLI does it, with --no-paginate, when the operation has no
/// pages (those that are guessed count only where an option asks for them), or when the input says which page is wanted
/// (a token or a limit). Usage error "BadOption" where an option about pages is given nonetheless.
std::optional<pages_options> choose_pages(const operation_model& operation, const boost::json::object& input,
                                          const global_options& options);

}  // namespace aloft::cli
