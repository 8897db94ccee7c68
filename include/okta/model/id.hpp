#ifndef OKTA_MODEL_ID_HPP
#define OKTA_MODEL_ID_HPP

#include <okta/describe/text_form.hpp>

#include <compare>
#include <functional>
#include <string>
#include <string_view>
#include <utility>

namespace okta {

/// The id of a Model. Ids of different models do not mix: `.user_id = group.id` does not compile.
template <class Model>
struct id_of
{
    std::string text = {};

    id_of() = default;
    id_of(std::string t) : text(std::move(t)) {}
    id_of(std::string_view t) : text(t) {}
    id_of(char const* t) : text(t) {}

    [[nodiscard]] bool empty() const noexcept { return text.empty(); }
    friend auto operator<=>(id_of const&, id_of const&) = default;
};

template <class Model>
struct text_form<id_of<Model>>
{
    static constexpr std::string_view expected = "string";
    static constexpr bool is_string = true;
    static bool read(id_of<Model>& out, std::string_view text)
    {
        out.text = text;
        return true;
    }
    static void write(id_of<Model> const& id, std::string& out) { out += id.text; }
    static std::string_view view(id_of<Model> const& id, text_buffer&) { return id.text; }
    static bool is_unset(id_of<Model> const& id) { return id.text.empty(); }
};

} // namespace okta

template <class Model>
struct std::hash<okta::id_of<Model>>
{
    std::size_t operator()(okta::id_of<Model> const& id) const noexcept { return std::hash<std::string>{}(id.text); }
};
#endif
