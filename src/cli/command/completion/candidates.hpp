#pragma once
// What may stand where the cursor is.

#include <string>
#include <vector>

namespace aloft::cli {

/// `words`: the words behind the program's name up to and with the one that is being typed ("" for none yet). Sorted,
/// each once; empty: files, or nothing that is known. Makes no call.
std::vector<std::string> completion_candidates(std::vector<std::string> words);

}  // namespace aloft::cli
