#include "cli/program.hpp"

int main(int count, char** arguments) { return aloft::cli::run_program(count, arguments); }
