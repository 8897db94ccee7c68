#include <okta/codec/decode.hpp>
#include <okta/describe/type_of.hpp>
#include <okta/model/log_event.hpp>
#include <okta/model/user.hpp>

#include <boost/test/unit_test.hpp>

#include <new>

namespace structure_access_test {

/// A text that counts its objects, and that cannot always be made.
struct counted
{
    static inline int alive = 0;
    static inline bool out_of_memory = false;

    counted() { made(); }
    counted(counted const&) { made(); }
    counted(counted&&) noexcept { ++alive; }
    counted& operator=(counted const&) = default;
    counted& operator=(counted&&) = default;
    ~counted() { --alive; }

    static void made()
    {
        if (out_of_memory) throw std::bad_alloc();
        ++alive;
    }
};

struct with_defaults
{
    std::string title = "unset";
    counted count = {};
};
BOOST_DESCRIBE_STRUCT(with_defaults, (), (title, count))

struct without_initialisers
{
    std::int64_t number;
    std::string text;
    bool flag;
    std::optional<double> ratio;
    int not_described;
};
BOOST_DESCRIBE_STRUCT(without_initialisers, (), (number, text, flag, ratio))

struct around
{
    without_initialisers inner;
    std::optional<without_initialisers> maybe = {};
    okta::one_or_many<without_initialisers> some = {};
    std::map<std::string, without_initialisers, std::less<>> map = {};
};
BOOST_DESCRIBE_STRUCT(around, (), (inner, maybe, some, map))

struct of_classes
{
    std::string text;
    std::optional<std::vector<without_initialisers>> list;
    okta::open_enum<okta::user_status> status;
    okta::custom_attributes custom;
    std::map<std::string, double, std::less<>> map;
    with_defaults inner;
    double number = 1;
};

static_assert(okta::detail::initialises_itself<with_defaults>);
static_assert(okta::detail::initialises_itself<of_classes>);
static_assert(okta::detail::initialises_itself<okta::user> && okta::detail::initialises_itself<okta::log_event>);
static_assert(!okta::detail::initialises_itself<without_initialisers> && !okta::detail::initialises_itself<around>);

/// Its constructor takes whatever it is given, as far as a string does.
struct greedy
{
    std::string text = "unset";

    greedy() = default;
    template <class S>
    explicit greedy(S&& s) : text(std::forward<S>(s))
    {
    }
};
BOOST_DESCRIBE_STRUCT(greedy, (), (text))

struct with_greedy
{
    std::vector<greedy> all = {};
    std::optional<greedy> maybe = {};
    std::map<std::string, greedy, std::less<>> map = {};
};
BOOST_DESCRIBE_STRUCT(with_greedy, (), (all, maybe, map))

bool is_zero(without_initialisers const& w)
{
    return w.number == 0 && w.text.empty() && !w.flag && !w.ratio && w.not_described == 0;
}

} // namespace structure_access_test

template <>
struct okta::text_form<structure_access_test::counted>
{
    static constexpr std::string_view expected = "string";
    static bool read(structure_access_test::counted&, std::string_view) { return true; }
    static void write(structure_access_test::counted const&, std::string&) {}
};

namespace structure_access_test {

BOOST_AUTO_TEST_SUITE(structure_access)

BOOST_AUTO_TEST_CASE(a_struct_is_made_blank_again_or_stays_as_it_is)
{
    {
        with_defaults value{.title = "read"};
        auto* const reset = okta::detail::type_table<with_defaults>.reset;
        counted::out_of_memory = true;
        BOOST_CHECK_THROW(reset(&value), std::bad_alloc);
        BOOST_TEST(value.title == "read");
        counted::out_of_memory = false;
        BOOST_TEST(counted::alive == 1);
        reset(&value);
        BOOST_TEST(value.title == "unset");
        BOOST_TEST(counted::alive == 1);
    }
    BOOST_TEST(counted::alive == 0); // none was destroyed twice
}

BOOST_AUTO_TEST_CASE(what_has_no_initialiser_is_zero_wherever_it_is_made)
{
    constexpr std::size_t items = 64;
    {
        std::vector<std::vector<char>> dirty; // what the heap gives next is not zero
        for (std::size_t i = 0; i < 4 * items; ++i) dirty.emplace_back(sizeof(around), '\x55');
        std::vector<char>(items * sizeof(around), '\x55');
    }
    std::string list = "[";
    for (std::size_t i = 0; i < items; ++i) list += R"({"maybe":{},"some":{},"map":{"a":{}}},)";
    list.back() = ']';
    auto const all = okta::decode<std::vector<around>>(list).value();
    for (auto const& a : all) {
        BOOST_TEST(is_zero(a.inner));
        BOOST_TEST((a.maybe && is_zero(*a.maybe)));
        BOOST_TEST((a.some.is_one() && is_zero(a.some.front())));
        BOOST_TEST((a.map.contains("a") && is_zero(a.map.at("a"))));
    }
    BOOST_TEST(is_zero(okta::decode<without_initialisers>("{}").value()));
    BOOST_TEST(is_zero(okta::detail::blank<without_initialisers>()));
}

BOOST_AUTO_TEST_CASE(a_constructor_that_takes_anything_is_not_given_anything)
{
    auto const read = okta::decode<with_greedy>(R"({"all":[{},{"text":"a"}],"maybe":{},"map":{"b":{}}})").value();
    BOOST_TEST((read.all[0].text == "unset" && read.all[1].text == "a"));
    BOOST_TEST((read.maybe->text == "unset" && read.map.at("b").text == "unset"));
    BOOST_TEST(okta::decode<greedy>("{}").value().text == "unset");
}

BOOST_AUTO_TEST_CASE(one_or_many_is_a_range_of_either)
{
    using list = std::vector<std::string>;
    okta::one_or_many<std::string> const none, one{"a"}, several{list{"b", "c"}};
    BOOST_TEST((none.empty() && none.size() == 0 && none.begin() == none.end()));
    BOOST_TEST((one.is_one() && !one.empty() && one.size() == 1 && one.front() == "a" && one[0] == "a"));
    BOOST_TEST((!several.is_one() && several.size() == 2 && several.front() == "b" && several[1] == "c"));
    BOOST_TEST((one != okta::one_or_many<std::string>{list{"a"}})); // they are written otherwise
    auto changed = one;
    changed.items().front() = "b";
    BOOST_TEST((changed == okta::one_or_many<std::string>{"b"}));
}

BOOST_AUTO_TEST_SUITE_END()
} // namespace structure_access_test
