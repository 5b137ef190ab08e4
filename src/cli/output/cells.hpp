#pragma once
// Rows of JSON become cells under dotted column names: {"State": {"Name": "running"}} has the column State.Name.

#include "cli/output/table.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

namespace aloft::cli {

/// How much of a nested list a cell shows.
enum class cell_style {
  brief,  ///< for people: readable_text(), tags as k=v, lists of records with few members in a line, others counted
  whole,  ///< for programs: nested lists are JSON
};

/// All rows under the union of their columns, each after its left neighbour. A row that is no object has the one column
/// `name`; columns of rows that are lists have no names. Columns without any content are left out in the brief style.
text_table to_table(const boost::json::array& rows, std::string_view name, cell_style style);

/// Whether a cell of the brief style shows the list: its elements are scalars, tags, or records of at most two scalars.
bool fits_cell(const boost::json::array& list);

/// A scalar as text: null is "".
std::string scalar_text(const boost::json::value& value);

}  // namespace aloft::cli
