// Packs that are damaged in every way give a clear error, never a crash and never a wrong model.
#include "model/catalog.hpp"
#include "model/pack_location.hpp"
#include "model/pack_writer.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <unistd.h>
#include <cstdlib>
#include <fstream>

namespace aloft::model {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::string model_of(std::string_view service_id, std::string_view operation) {
  return R"({"metadata": {"protocol": "json", "serviceId": ")" + std::string{service_id} +
         R"(", "endpointPrefix": "shared"}, "operations": {")" + std::string{operation} +
         R"(": {"input": {"shape": "In"}}}, "shapes": {"In": {"type": "structure", "members": {"A": {"shape": "L"}}},
         "L": {"type": "list", "member": {"shape": "S"}}, "S": {"type": "string", "enum": ["some", "values", "to", "pack"]}}})";
}

packed_service packed(const std::string& name, std::size_t compressed_up_to) {
  const auto text = model_of("Id of " + name, "Do" + name);
  service_texts texts;
  texts.name = name;
  texts.service2 = text;
  return pack_service(name, build_service(texts).value(), compressed_up_to);
}

std::string small_pack() { return write_pack({packed("One", 0), packed("Two", SIZE_MAX)}, R"({"partitions":[]})"); }

class Pack : public testing::Test {
 protected:
  Pack() : folder_{testing::TempDir() + "/aloft-pack-" + std::to_string(::getpid())} {
    std::filesystem::create_directories(folder_);
  }
  ~Pack() override { std::filesystem::remove_all(folder_); }

  std::filesystem::path write(std::string_view name, std::string_view bytes) const {
    const auto path = folder_ / name;
    std::filesystem::create_directories(path.parent_path());
    std::ofstream{path, std::ios::binary}.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    return path;
  }

  // Opens the file and uses all of it; the code of the first error, or "" when there was none.
  std::string try_all(std::string_view bytes) const {
    const auto opened = catalog::open(write("x.pack", bytes));
    if (!opened) return opened.error().code();
    for (const auto* name : {"One", "Two"}) {
      const auto found = (*opened)->find_service(name);
      if (!found) return found.error().code();
      const auto operation = (*found)->find_operation(std::string{"do_"} + name);
      if (!operation) return operation.error().code();
      EXPECT_EQ((*operation)->input->find("A")->target->element->target->name, "S");
    }
    return "";
  }

  std::filesystem::path folder_;
};

// Every byte of the header and the beginning of the index, then every seventh: each try writes a file.
std::size_t step(std::size_t at) { return at < 256 ? 1 : 7; }

TEST_F(Pack, HoldsServicesPackedAndPlain) { EXPECT_EQ(try_all(small_pack()), ""); }

TEST_F(Pack, RefusesEveryTruncation) {
  const auto whole = small_pack();
  for (std::size_t size = 0; size < whole.size(); size += step(size))
    ASSERT_EQ(try_all(std::string_view{whole}.substr(0, size)), "CorruptPack") << "cut to " << size;
  EXPECT_EQ(try_all(whole + "x"), "CorruptPack");
}

TEST_F(Pack, RefusesEveryFlippedBit) {
  const auto whole = small_pack();
  std::size_t unseen = 0;
  for (std::size_t at = 0; at < whole.size(); at += step(at)) {
    auto damaged = whole;
    damaged[at] = static_cast<char>(damaged[at] ^ (1 << at % 8));
    const auto code = try_all(damaged);
    if (code.empty())
      ++unseen;  // padding between sections
    else
      ASSERT_EQ(code, "CorruptPack") << "at " << at;
  }
  EXPECT_LT(unseen, 40u);
}

TEST_F(Pack, SaysWhichFileItCouldNotRead) {
  const auto missing = catalog::open(folder_ / "missing.pack");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().kind(), error_kind::config);
  EXPECT_THAT(missing.error().message(), HasSubstr("missing.pack: No such file"));
  EXPECT_THAT(catalog::open(folder_).error().message(), HasSubstr("Is a directory"));
  EXPECT_EQ(catalog::open(write("empty.pack", "")).error().code(), "CorruptPack");
  EXPECT_EQ(catalog::open("/dev/null").error().code(), "UnreadablePack");
}

TEST_F(Pack, AddsTheModelsOfUsers) {
  const auto pack = write("x.pack", small_pack());
  write("models/mine/2020-01-01/service-2.json", model_of("My Service", "OldThing"));
  write("models/mine/2021-01-01/service-2.json", model_of("My Service", "DoThing"));
  write("models/mine/2021-01-01/service-2.sdk-extras.json", R"({"merge": {"metadata": {"signingName": "extra"}}})");
  write("models/mine/2022-01-01/paginators-1.json", "{}");
  write("models/Two/2020-01-01/service-2.json", model_of("Two", "Replaced"));
  write("models/bad/2020-01-01/service-2.json", "{");
  write("models/notes.txt", "no service");
  const auto opened = catalog::open(pack, {folder_ / "models"}).value();
  EXPECT_THAT(opened->service_names(), ElementsAre("One", "Two", "bad", "mine"));

  const auto mine = opened->find_service("mine").value();
  EXPECT_THAT(mine->operation_names(), ElementsAre("DoThing"));
  EXPECT_EQ(mine->metadata().signing_name, "extra");
  EXPECT_EQ(opened->find_service("my-service").value(), mine);
  EXPECT_EQ(opened->find_service("Mine").value(), mine);
  for (const auto* spelling : {"two", "Id of Two"})
    EXPECT_THAT(opened->find_service(spelling).value()->operation_names(), ElementsAre("Replaced")) << spelling;
  const auto bad = opened->find_service("bad");
  ASSERT_FALSE(bad);
  EXPECT_EQ(bad.error().code(), "InvalidModel");
  EXPECT_THAT(bad.error().message(), HasSubstr("service 'bad', service-2: no valid JSON"));

  const auto nowhere = catalog::open(pack, {folder_ / "nowhere"});
  ASSERT_FALSE(nowhere);
  EXPECT_THAT(nowhere.error().message(), HasSubstr("nowhere: No such file"));
}

TEST_F(Pack, LiesWhereTheEnvironmentSays) {
  ::setenv("ALOFT_PACK", "/some/where/my.pack", 1);
  EXPECT_EQ(standard_pack("aloft.pack").value(), "/some/where/my.pack");
  EXPECT_EQ(standard_pack("aloft-docs.pack").value(), "/some/where/aloft-docs.pack");
  ::unsetenv("ALOFT_PACK");
  EXPECT_EQ(standard_pack("aloft.pack").value(), std::filesystem::path{data_folder()} / "aloft.pack");
  const auto missing = standard_pack("other.pack");
  ASSERT_FALSE(missing);
  EXPECT_EQ(missing.error().code(), "MissingPack");
  EXPECT_THAT(missing.error().message(), HasSubstr("share/aloft/other.pack"));
}

TEST_F(Pack, NamesTheServicesThatShareAnEndpointPrefix) {
  const auto opened = catalog::open(write("x.pack", small_pack())).value();
  EXPECT_EQ(opened->find_service("id-of-one").value()->metadata().name, "One");
  const auto shared = opened->find_service("shared");
  ASSERT_FALSE(shared);
  EXPECT_THAT(shared.error().message(), HasSubstr("One, Two"));
}

}  // namespace
}  // namespace aloft::model
