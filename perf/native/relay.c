// The floor of perf -- peers: what the kernel, and with TLS the OpenSSL library, ask of any server that hands a message
// from one connection to another. One thread, level-triggered epoll, read, write. It answers a login with a canned
// dialogue, so that the load generator drives it like every server; from then on it copies what user n sends to user
// n xor 1, the pairs of the load generator, without looking at it. perf/README.md says more.
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include <openssl/err.h>
#include <openssl/ssl.h>

enum {
    max_users = 1 << 20,
    events_per_wait = 512,
    read_bytes = 64 * 1024, // As much as Meerkat takes from a connection in a turn.
    dialogue_bytes = 4096,
    backlog = 4096,
    max_unsent_bytes = 16 * 1024 * 1024, // Nobody measures a relay that is ahead of its clients by more.
};

static const char stream_end[] = "</stream:stream>";

enum step { at_header, at_auth, at_second_header, at_bind, bound };

struct connection {
    int fd;
    int user;
    enum step step;
    bool is_listener;
    bool is_tls;
    bool wants_to_write;
    SSL* ssl;
    char* dialogue; // What has arrived and was not answered yet; null once bound.
    size_t dialogue_length;
    char* unsent; // What the kernel did not take.
    size_t unsent_length;
    char name[64];
};

static int epoll;
static SSL_CTX* tls;
static struct connection* users[max_users];
static char buffer[read_bytes];

static void fail(const char* what)
{
    fprintf(stderr, "relay: %s: %s\n", what, strerror(errno));
    ERR_print_errors_fp(stderr);
    exit(1);
}

static void watch(struct connection* connection, int operation, uint32_t events)
{
    struct epoll_event event = { .events = events, .data.ptr = connection };
    if (epoll_ctl(epoll, operation, connection->fd, &event) != 0)
        fail("epoll_ctl");
}

// Only a connection's own event ends it, so that no event of the same wait is left without its connection.
static void end(struct connection* connection)
{
    if (connection->step == bound && users[connection->user] == connection)
        users[connection->user] = NULL;
    if (connection->ssl) {
        SSL_shutdown(connection->ssl);
        SSL_free(connection->ssl);
        ERR_clear_error();
    }
    close(connection->fd);
    free(connection->dialogue);
    free(connection->unsent);
    free(connection);
}

// Bytes written; 0 if the kernel takes none now; -1 if the connection has failed.
static ssize_t write_some(struct connection* connection, const char* bytes, size_t length)
{
    if (!connection->ssl) {
        ssize_t written = write(connection->fd, bytes, length);
        return written >= 0 ? written : errno == EAGAIN ? 0 : -1;
    }
    int written = SSL_write(connection->ssl, bytes, (int)length);
    if (written > 0)
        return written;
    if (SSL_get_error(connection->ssl, written) == SSL_ERROR_WANT_WRITE)
        return 0;
    ERR_clear_error();
    return -1;
}

static void keep(struct connection* connection, const char* bytes, size_t length)
{
    if (connection->unsent_length + length > max_unsent_bytes)
        fail("a client does not read");
    connection->unsent = realloc(connection->unsent, connection->unsent_length + length);
    if (!connection->unsent)
        fail("realloc");
    memcpy(connection->unsent + connection->unsent_length, bytes, length);
    connection->unsent_length += length;
    if (!connection->wants_to_write) {
        connection->wants_to_write = true;
        watch(connection, EPOLL_CTL_MOD, EPOLLIN | EPOLLOUT);
    }
}

// What cannot be written to a failed connection is dropped: its own event ends it.
static void send_bytes(struct connection* connection, const char* bytes, size_t length)
{
    ssize_t written = connection->unsent_length ? 0 : write_some(connection, bytes, length);
    if (written >= 0 && (size_t)written < length)
        keep(connection, bytes + written, length - (size_t)written);
}

static void send_unsent(struct connection* connection)
{
    ssize_t written = write_some(connection, connection->unsent, connection->unsent_length);
    if (written < 0)
        written = (ssize_t)connection->unsent_length;
    connection->unsent_length -= (size_t)written;
    memmove(connection->unsent, connection->unsent + written, connection->unsent_length);
    if (connection->unsent_length)
        return;
    free(connection->unsent);
    connection->unsent = NULL;
    connection->wants_to_write = false;
    watch(connection, EPOLL_CTL_MOD, EPOLLIN);
}

static void say(struct connection* connection, const char* text) { send_bytes(connection, text, strlen(text)); }

static void say_features(struct connection* connection, const char* features)
{
    say(connection,
        "<?xml version='1.0'?><stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams' "
        "id='relay' from='localhost' version='1.0'>");
    say(connection, features);
}

// PLAIN: base64 of NUL, name, NUL, password. The number at the end of the name is the user's.
static bool read_name(struct connection* connection)
{
    static const char opening[] = "mechanism='PLAIN'>";
    const char* base64 = strstr(connection->dialogue, opening);
    const char* base64_end = base64 ? strstr(base64, "</auth>") : NULL;
    if (!base64_end)
        return false;
    base64 += sizeof opening - 1;
    char decoded[dialogue_bytes];
    int length = EVP_DecodeBlock((unsigned char*)decoded, (const unsigned char*)base64, (int)(base64_end - base64));
    if (length < 3 || decoded[0] != 0)
        return false;
    const char* name = decoded + 1;
    size_t name_length = strnlen(name, (size_t)length - 1);
    if (name_length == 0 || name_length >= sizeof connection->name)
        return false;
    memcpy(connection->name, name, name_length);
    connection->name[name_length] = 0;
    const char* digits = connection->name + name_length;
    while (digits > connection->name && digits[-1] >= '0' && digits[-1] <= '9')
        digits--;
    connection->user = atoi(digits);
    return *digits && connection->user >= 0 && connection->user < max_users;
}

static bool bind_resource(struct connection* connection)
{
    static const char opening[] = "<resource>";
    const char* resource = strstr(connection->dialogue, opening);
    const char* resource_end = resource ? strstr(resource, "</resource>") : NULL;
    if (!resource_end)
        return false;
    resource += sizeof opening - 1;
    char answer[2 * dialogue_bytes];
    snprintf(answer, sizeof answer,
        "<iq type='result' id='bind'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'>"
        "<jid>%s@localhost/%.*s</jid></bind></iq>",
        connection->name, (int)(resource_end - resource), resource);
    say(connection, answer);
    free(connection->dialogue);
    connection->dialogue = NULL;
    users[connection->user] = connection;
    return true;
}

static void secure(struct connection* connection)
{
    connection->ssl = SSL_new(tls);
    if (!connection->ssl || SSL_set_fd(connection->ssl, connection->fd) != 1)
        fail("SSL_new");
    SSL_set_accept_state(connection->ssl);
}

// What the client has said is answered when its last word is there: it waits for each answer.
static bool answer(struct connection* connection)
{
    static const char* const last_words[] = { "version='1.0'>", "</auth>", "version='1.0'>", "</iq>" };
    if (connection->step == at_auth && !connection->ssl && strstr(connection->dialogue, "<starttls")) {
        say(connection, "<proceed xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>");
        secure(connection);
        connection->step = at_header;
        connection->dialogue_length = 0;
        return true;
    }
    if (!strstr(connection->dialogue, last_words[connection->step]))
        return true;
    switch (connection->step) {
    case at_header:
        say_features(connection, "<stream:features><starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"
            "<mechanisms xmlns='urn:ietf:params:xml:ns:xmpp-sasl'><mechanism>PLAIN</mechanism></mechanisms>"
            "</stream:features>");
        break;
    case at_auth:
        if (!read_name(connection))
            return false;
        say(connection, "<success xmlns='urn:ietf:params:xml:ns:xmpp-sasl'/>");
        break;
    case at_second_header:
        say_features(connection,
            "<stream:features><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></stream:features>");
        break;
    case at_bind:
        if (!bind_resource(connection))
            return false;
        break;
    case bound:
        break;
    }
    connection->step++;
    connection->dialogue_length = 0;
    return true;
}

static bool converse(struct connection* connection, const char* bytes, size_t length)
{
    if (!connection->dialogue && !(connection->dialogue = malloc(dialogue_bytes)))
        fail("malloc");
    if (connection->dialogue_length + length >= dialogue_bytes)
        return false;
    memcpy(connection->dialogue + connection->dialogue_length, bytes, length);
    connection->dialogue_length += length;
    connection->dialogue[connection->dialogue_length] = 0;
    return answer(connection);
}

static bool copy(struct connection* connection, const char* bytes, size_t length)
{
    // A stream's end is the client's alone. Nothing else of what is copied is looked at.
    size_t end_length = sizeof stream_end - 1;
    if (length >= end_length && memcmp(bytes + length - end_length, stream_end, end_length) == 0) {
        say(connection, stream_end);
        return false;
    }
    struct connection* peer = users[connection->user ^ 1];
    if (peer)
        send_bytes(peer, bytes, length);
    return true;
}

static bool take(struct connection* connection, size_t length)
{
    return connection->step == bound ? copy(connection, buffer, length) : converse(connection, buffer, length);
}

static bool receive_plain(struct connection* connection)
{
    ssize_t length = read(connection->fd, buffer, sizeof buffer);
    if (length > 0)
        return take(connection, (size_t)length);
    return length < 0 && errno == EAGAIN;
}

// The first reads shake hands. With read-ahead one read(2) takes all records that are there, so the library is asked
// until it has no more of them: the kernel would not tell of them again.
static bool receive_tls(struct connection* connection)
{
    do {
        int length = SSL_read(connection->ssl, buffer, sizeof buffer);
        if (length <= 0)
            return SSL_get_error(connection->ssl, length) == SSL_ERROR_WANT_READ;
        if (!take(connection, (size_t)length))
            return false;
    } while (SSL_has_pending(connection->ssl));
    return true;
}

static void accept_one(const struct connection* listener)
{
    int fd = accept4(listener->fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd < 0)
        return;
    int on = 1;
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    struct connection* connection = calloc(1, sizeof *connection);
    if (!connection)
        fail("calloc");
    connection->fd = fd;
    if (listener->is_tls)
        secure(connection);
    watch(connection, EPOLL_CTL_ADD, EPOLLIN);
}

static void listen_at(const char* address, bool is_tls)
{
    struct connection* listener = calloc(1, sizeof *listener);
    struct sockaddr_in name = { .sin_family = AF_INET };
    socklen_t name_length = sizeof name;
    if (!listener || inet_pton(AF_INET, address, &name.sin_addr) != 1)
        fail(address);
    listener->is_listener = true;
    listener->is_tls = is_tls;
    listener->fd = socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (listener->fd < 0 || bind(listener->fd, (struct sockaddr*)&name, sizeof name) != 0
        || listen(listener->fd, backlog) != 0 || getsockname(listener->fd, (struct sockaddr*)&name, &name_length) != 0)
        fail("listen");
    watch(listener, EPOLL_CTL_ADD, EPOLLIN);
    printf("listening: %s %s:%d\n", is_tls ? "tls" : "plain", address, ntohs(name.sin_port));
}

// As the servers are asked to do it: TLS 1.3, one cipher, one ticket, no cache.
static void open_tls(const char* certificate, const char* key)
{
    tls = SSL_CTX_new(TLS_server_method());
    if (!tls || SSL_CTX_set_min_proto_version(tls, TLS1_3_VERSION) != 1
        || SSL_CTX_set_ciphersuites(tls, "TLS_AES_256_GCM_SHA384") != 1
        || SSL_CTX_use_certificate_file(tls, certificate, SSL_FILETYPE_PEM) != 1
        || SSL_CTX_use_PrivateKey_file(tls, key, SSL_FILETYPE_PEM) != 1)
        fail("TLS");
    SSL_CTX_set_num_tickets(tls, 1);
    SSL_CTX_set_session_cache_mode(tls, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_read_ahead(tls, 1);
    SSL_CTX_set_mode(tls,
        SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
}

static void serve(struct connection* connection, uint32_t events)
{
    if (connection->is_listener) {
        accept_one(connection);
        return;
    }
    if (events & EPOLLOUT)
        send_unsent(connection);
    if (!(events & (EPOLLIN | EPOLLHUP | EPOLLERR)))
        return;
    if (!(connection->ssl ? receive_tls(connection) : receive_plain(connection)))
        end(connection);
}

int main(int count, char** arguments)
{
    if (count != 4) {
        fprintf(stderr, "usage: relay ADDRESS CERTIFICATE KEY\n");
        return 2;
    }
    signal(SIGPIPE, SIG_IGN);
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) == 0) {
        files.rlim_cur = files.rlim_max;
        setrlimit(RLIMIT_NOFILE, &files);
    }
    epoll = epoll_create1(EPOLL_CLOEXEC);
    if (epoll < 0)
        fail("epoll_create1");
    open_tls(arguments[2], arguments[3]);
    listen_at(arguments[1], false);
    listen_at(arguments[1], true);
    printf("ready\n");
    fflush(stdout);

    static struct epoll_event events[events_per_wait];
    for (;;) {
        int ready = epoll_wait(epoll, events, events_per_wait, -1);
        for (int i = 0; i < ready; i++)
            serve(events[i].data.ptr, events[i].events);
    }
}
