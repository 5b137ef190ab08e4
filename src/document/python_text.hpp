#pragma once
// JSON text as Python's json.dumps writes it, where botocore must find the very same bytes: digests that name its
// cache's files, tokens to go on from.

#include <boost/json/fwd.hpp>

#include <string>

namespace aloft {

struct python_text_options {
  bool blanks = true;      ///< ", " and ": ", else without them
  bool sort_keys = false;  ///< else in the object's order
};

/// ASCII only: everything else is written as escaped UTF-16 units.
std::string python_text(const boost::json::value& what, python_text_options options = {});

}  // namespace aloft
