#pragma once
// Shapes for tests, from the text of a model's "shapes".

#include "model/service.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace aloft::test {

/// A service of one operation whose input and output is the shape `root`.
class test_model {
 public:
  explicit test_model(std::string_view shapes, std::string_view root = "Root") {
    const std::string reference = R"({"shape": ")" + std::string{root} + R"("})";
    text_ =
        R"({"metadata": {"protocol": "json", "apiVersion": "2020-01-01", "endpointPrefix": "test", "serviceId": "Test"},
      "operations": {"Call": {"name": "Call", "http": {"method": "POST", "requestUri": "/"}, "input": )" +
        reference + R"(, "output": )" + reference + R"(}}, "shapes": )" + std::string{shapes} + "}";
    model::service_texts texts;
    texts.name = "test";
    texts.service2 = text_;
    service_ = model::compile_service(texts).value();
    operation_ = service_->find_operation("Call").value();
  }

  const model::shape& root() const { return *operation_->output; }
  operator const model::shape&() const { return root(); }

 private:
  std::string text_;
  std::shared_ptr<const model::service> service_;
  const model::operation* operation_;
};

}  // namespace aloft::test
