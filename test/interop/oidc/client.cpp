#include "device_steps.hpp"
#include "refresh_steps.hpp"
#include "service_steps.hpp"
#include "sign_in_steps.hpp"
#include "token_steps.hpp"

#include <fstream>
#include <iterator>

// Each way to get tokens, against an OpenID provider that is not ours.  usage: client <file with what it printed>

int main(int argc, char** argv)
{
    using namespace okta::test;
    if (argc != 2) {
        std::cerr << "usage: " << argv[0] << " <file with the line that provider.mjs printed>\n";
        return 2;
    }
    try {
        std::ifstream file(argv[1]);
        std::string const said{std::istreambuf_iterator<char>(file), {}};
        world w(boost::json::parse(said).as_object());
        steps step;
        token_steps(step, w);
        service_steps(step, w);
        sign_in_steps(step, w);
        refresh_steps(step, w);
        device_steps(step, w);
        return step.finish();
    } catch (std::exception const& e) {
        std::cerr << "the provider's line in " << argv[1] << " cannot be used: " << e.what() << '\n';
        return 1;
    }
}
