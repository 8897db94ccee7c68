#ifndef OKTA_EVENT_HOOK_HPP
#define OKTA_EVENT_HOOK_HPP

// Okta calls us: an event on its way from the socket to its handler.
//
//   request ── hook_endpoint ──────── inbox ──────── event_worker ──────── dispatcher ── handler
//              verify, split, 204     keep it        take it, decode it    by its type
//
// Receivers, the SQLite inbox, forwarding to a message broker, the System Log's poller and what fills an inbox by it
// have headers of their own: hook/event_receiver.hpp, hook/sqlite_inbox.hpp, hook/sink.hpp, log_poller.hpp,
// reconcile.hpp.

#include <okta/hook/endpoint.hpp>     // what Okta sends is checked, kept and answered
#include <okta/hook/delivery.hpp>     // one delivery into events, their bytes into types
#include <okta/hook/inbox.hpp>        // where events rest until they are handled
#include <okta/hook/memory_inbox.hpp> // one that ends with the program
#include <okta/hook/event_worker.hpp> // takes them out again, and deals with failing handlers
#include <okta/hook/dispatcher.hpp>   // from an event's type to its handler
#include <okta/hook/event_router.hpp> // handlers that come and go

#endif
