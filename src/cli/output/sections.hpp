#pragma once
// What of a document stands in which table.

#include <boost/json/array.hpp>
#include <boost/json/value.hpp>

#include <string>
#include <vector>

namespace aloft::cli {

struct table_section {
  std::string title;  ///< the list's name; empty: the document's own members
  boost::json::array rows;
  bool record = false;  ///< one row that is no element of a list
};

/// The tables of a document, in order. Rows are looked for where they are: a list whose records hold little but another
/// list (Reservations of Instances) gives way to that list, each row with its parent's id in front; lists inside of
/// records with few members of their own (the rules of security groups) become tables of their own below, with the
/// parent's id as well; what is further inside stays a cell. Empty lists are left out.
std::vector<table_section> sections_of(const boost::json::value& document);

}  // namespace aloft::cli
