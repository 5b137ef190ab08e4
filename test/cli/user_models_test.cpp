// Services of the user's own, where AWS's Python tools look for them too.

#include "cloud_fixture.hpp"
#include "shop_model.hpp"

#include <fstream>

namespace aloft::cli {
namespace {

using ::testing::HasSubstr;

class user_models : public test::cloud {
 protected:
  /// A folder in botocore's layout with the shop in it.
  static void write_to(const std::string& folder) {
    std::filesystem::create_directories(folder + "/shop/2026-01-01");
    std::ofstream{folder + "/shop/2026-01-01/service-2.json"} << test::shop_model;
  }
  bool known() { return out({"services"}).find("shop") != std::string::npos; }
};

TEST_F(user_models, of_every_place) {
  EXPECT_FALSE(known());
  write_to(home_ + "/models");
  environment_["ALOFT_DATA_PATH"] = home_ + "/models";
  EXPECT_TRUE(known());
  environment_.erase("ALOFT_DATA_PATH");
  environment_["AWS_DATA_PATH"] = "/nonexistent:" + home_ + "/models";
  EXPECT_TRUE(known());
  environment_.erase("AWS_DATA_PATH");
  EXPECT_FALSE(known());
  write_to(home_ + "/.aws/models");
  EXPECT_TRUE(known());
  EXPECT_THAT(out({"services", "shop"}), HasSubstr("place-order"));
}

}  // namespace
}  // namespace aloft::cli
