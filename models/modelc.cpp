// modelc models|documentation FOLDER PACK [SERVICE…]: compiles the models of a folder in botocore's layout, or what
// they say in words, into one pack; all of them unless some are named. One thread per core.
#include "model/documentation_builder.hpp"
#include "model/model_folder.hpp"
#include "model/pack_writer.hpp"

#include <atomic>
#include <cstdint>
#include <cstdio>
#include <exception>
#include <thread>

namespace {

using namespace aloft;
using namespace aloft::model;

enum class part { models, documentation };

packed_service compile(part wanted, const model_folder& folder, const std::string& name) {
  const auto texts = folder.read(name).value();
  if (wanted == part::models) return pack_service(name, build_service(texts.view()).value());
  // Texts are read by people, one service at a time: none is stored uncompressed.
  return pack_service(name, build_documentation(name, texts.service2).value(), SIZE_MAX);
}

// Compiles all services; throws the first error.
std::vector<packed_service> compile_all(part wanted, const model_folder& folder,
                                        const std::vector<std::string>& names) {
  std::vector<packed_service> services(names.size());
  std::vector<std::exception_ptr> failures(names.size());
  std::atomic<std::size_t> next{0};
  const auto work = [&] {
    for (std::size_t i; (i = next++) < names.size();) {
      try {
        services[i] = compile(wanted, folder, names[i]);
      } catch (...) {
        failures[i] = std::current_exception();
      }
    }
  };
  {
    std::vector<std::jthread> helpers;
    for (unsigned i = 1; i < std::thread::hardware_concurrency(); ++i) helpers.emplace_back(work);
    work();
  }
  for (const auto& failure : failures)
    if (failure) std::rethrow_exception(failure);
  return services;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string_view wanted{argc >= 4 ? argv[1] : ""};
  if (wanted != "models" && wanted != "documentation") {
    std::fputs("usage: modelc models|documentation FOLDER PACK [SERVICE...]\n", stderr);
    return 2;
  }
  try {
    const model_folder folder{argv[2]};
    auto names = folder.service_names().value();
    if (argc > 4) names.assign(argv + 4, argv + argc);
    if (names.empty())
      throw error{error_kind::config, "NoModels", std::string{argv[2]} + " holds no SERVICE/VERSION/service-2.json"};
    const auto pack = write_pack(compile_all(wanted == "models" ? part::models : part::documentation, folder, names),
                                 wanted == "models" ? folder.partitions().value() : std::string{});
    write_file(argv[3], pack).value();
    std::printf("%zu services, %zu bytes\n", names.size(), pack.size());
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "modelc: %s\n", failure.what());
    return 1;
  }
}
