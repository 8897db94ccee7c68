#ifndef OKTA_DESCRIBE_OPEN_ENUM_HPP
#define OKTA_DESCRIBE_OPEN_ENUM_HPP

#include <okta/describe/members.hpp>
#include <okta/describe/name_slots.hpp>
#include <okta/describe/text_form.hpp>

#include <boost/mp11/list.hpp>

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>

namespace okta {
namespace detail {

template <class E>
struct enum_entry
{
    E value;
    std::string_view text;
};

template <class E>
using enumerators_of = boost::mp11::mp_rename<boost::describe::describe_enumerators<E>, boost::mp11::mp_list>;

template <class E>
inline constexpr auto enum_table = []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<enum_entry<E>, sizeof...(D)>{{{D::value, enumerator_text<E, D>()}...}};
}(enumerators_of<E>{});

template <class E>
inline constexpr auto enum_texts = []<class... D>(boost::mp11::mp_list<D...>) {
    return std::array<std::string_view, sizeof...(D)>{enumerator_text<E, D>()...};
}(enumerators_of<E>{});

/// Which of them a text is.
template <class E> inline constexpr auto enum_slots = name_slots(enum_texts<E>);

} // namespace detail

/// An enumeration that may grow: holds a value of E, or the text of one that this version does not know. Empty when the
/// answer had none. Okta adds values at any time (behaviour: "ignore unknown enum values").
template <class E>
    requires std::is_enum_v<E>
class open_enum
{
public:
    open_enum() = default;
    open_enum(E value) noexcept : value_(value), state_(state::known) {}

    /// Takes the wire text: known values are recognised, others kept.
    [[nodiscard]] static open_enum from_text(std::string_view text)
    {
        open_enum e;
        e.assign(text);
        return e;
    }

    void assign(std::string_view text)
    {
        auto const& slots = detail::enum_slots<E>;
        for (auto slot = detail::name_hash(text);; ++slot) {
            auto const found = slots[slot & (slots.size() - 1)];
            if (found == detail::no_member) break;
            if (detail::enum_texts<E>[found] != text) continue;
            other_.clear();
            value_ = detail::enum_table<E>[found].value;
            state_ = state::known;
            return;
        }
        other_ = text;
        state_ = text.empty() ? state::empty : state::other;
    }

    /// The value, or nothing when it is empty or not known to this version.
    [[nodiscard]] std::optional<E> known() const noexcept
    {
        return state_ == state::known ? std::optional<E>(value_) : std::nullopt;
    }

    /// The wire text. Valid as long as this object is unchanged.
    [[nodiscard]] std::string_view text() const noexcept
    {
        if (state_ == state::known)
            for (auto const& entry : detail::enum_table<E>)
                if (entry.value == value_) return entry.text;
        return other_;
    }

    [[nodiscard]] bool empty() const noexcept { return state_ == state::empty; }

    friend bool operator==(open_enum const& a, open_enum const& b) noexcept
    {
        return a.state_ == b.state_ && (a.state_ == state::known ? a.value_ == b.value_ : a.other_ == b.other_);
    }
    friend bool operator==(open_enum const& a, E b) noexcept { return a.state_ == state::known && a.value_ == b; }

private:
    enum class state : unsigned char { empty, known, other };

    std::string other_ = {};
    E value_ = {};
    state state_ = state::empty;
};

template <class E>
struct text_form<open_enum<E>>
{
    static constexpr std::string_view expected = "string";
    static constexpr auto const& values = detail::enum_texts<E>;
    static bool read(open_enum<E>& out, std::string_view text)
    {
        out.assign(text);
        return true;
    }
    static void write(open_enum<E> const& e, std::string& out) { out += e.text(); }
    static std::string_view view(open_enum<E> const& e, text_buffer&) { return e.text(); }
    static bool is_unset(open_enum<E> const& e) { return e.empty(); }
};

} // namespace okta
#endif
