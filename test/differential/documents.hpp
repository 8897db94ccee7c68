#ifndef OKTA_TEST_DIFFERENTIAL_DOCUMENTS_HPP
#define OKTA_TEST_DIFFERENTIAL_DOCUMENTS_HPP

// Documents made up for a type: mostly as it should be, with everything in between that JSON allows and some that it
// does not. The same seed gives the same documents everywhere.

#include <okta/describe/type_info.hpp>

#include <cstdint>
#include <string>
#include <string_view>

namespace differential {

/// splitmix64: chance that is the same everywhere.
class chance
{
public:
    explicit chance(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next()
    {
        auto z = state_ += 0x9E3779B97F4A7C15u;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
        return z ^ (z >> 31);
    }
    std::size_t below(std::size_t n) { return static_cast<std::size_t>(next() % n); }
    bool percent(std::size_t p) { return below(100) < p; }

    template <class List>
    std::string_view of(List const& list)
    {
        return list[below(std::size(list))];
    }

private:
    std::uint64_t state_;
};

/// How odd a document is, in percent per place.
struct oddity
{
    std::size_t wrong_kind = 0, unknown = 0, duplicate = 0, space = 0, shuffled = 0;
};

class document_maker
{
public:
    document_maker(chance& c, oddity odd) : chance_(c), odd_(odd) {}

    /// A value for that type.
    std::string operator()(okta::detail::type_info const& type)
    {
        out_.clear();
        value(type, 0);
        return std::move(out_);
    }

private:
    using type_info = okta::detail::type_info;

    void value(type_info const& type, int depth);
    void text(type_info const& type);
    void string();
    void integer();
    void number();
    void any(int depth);
    void array(type_info const& type, int depth);
    void map(type_info const& type, int depth);
    void structure(type_info const& type, int depth);
    void name(std::string_view n);
    void space();
    void comma(bool& first);

    chance& chance_;
    oddity odd_;
    std::string out_ = {};
};

/// Changes some bytes of a document, so that it mostly is none any more.
void damage(std::string& document, chance& c);

} // namespace differential
#endif
