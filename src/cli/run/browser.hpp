#pragma once
// The user's browser.

#include <string>

namespace aloft::cli {

/// Shows the address in it: $BROWSER, else xdg-open. Nobody is told when there is none: print the address before.
void open_browser(const std::string& url);

}  // namespace aloft::cli
