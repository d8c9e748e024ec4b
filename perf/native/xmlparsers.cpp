// RapidXML and expat behind plain C functions, for Meerkat.Perf. Both are driven the way a server would drive them and
// count what they are told, so that a run can be held against those of the other parsers. perf/README.md tells how to build.
#include <cstdint>
#include <cstring>

#include <expat.h>
#include <rapidxml/rapidxml.hpp>

// Sums.cs reads this as Meerkat.Perf.Parsers.NativeSums: same order.
struct sums {
    int64_t elements;
    int64_t ends;
    int64_t attributes;
    int64_t declarations;
    int64_t name_bytes;
    int64_t prefix_bytes;
    int64_t namespace_bytes;
    int64_t value_bytes;
    int64_t declaration_name_bytes;
    int64_t declaration_value_bytes;
    int64_t text_bytes;
};

namespace {

// A name and a namespace do not share this byte: it is not allowed in either.
constexpr char separator = '\n';

constexpr int rapidxml_flags = rapidxml::parse_default | rapidxml::parse_validate_closing_tags;

// RapidXML knows no namespaces: qualified names are what it can count by itself.
struct qualified {
    static void element(const rapidxml::xml_node<>& node, sums& total) { total.name_bytes += node.name_size(); }

    static void attribute(const rapidxml::xml_attribute<>& attribute, sums& total)
    {
        total.attributes++;
        total.name_bytes += attribute.name_size();
        total.value_bytes += attribute.value_size();
    }
};

// Splits names, which no timed run does: ties qualified names to the local names that the other parsers count.
struct split {
    static void add(const char* name, std::size_t length, sums& total)
    {
        const void* colon = std::memchr(name, ':', length);
        std::size_t prefix = colon ? static_cast<const char*>(colon) - name + 1 : 0;
        total.prefix_bytes += prefix;
        total.name_bytes += length - prefix;
    }

    static void element(const rapidxml::xml_node<>& node, sums& total) { add(node.name(), node.name_size(), total); }

    static void attribute(const rapidxml::xml_attribute<>& attribute, sums& total)
    {
        const char* name = attribute.name();
        std::size_t length = attribute.name_size();
        if (length >= 5 && std::memcmp(name, "xmlns", 5) == 0 && (length == 5 || name[5] == ':')) {
            total.declarations++;
            total.declaration_name_bytes += length;
            total.declaration_value_bytes += attribute.value_size();
            return;
        }

        total.attributes++;
        total.value_bytes += attribute.value_size();
        add(name, length, total);
    }
};

template <class Names>
void visit(const rapidxml::xml_node<>& element, sums& total)
{
    total.elements++;
    Names::element(element, total);
    for (auto* attribute = element.first_attribute(); attribute; attribute = attribute->next_attribute())
        Names::attribute(*attribute, total);
    for (auto* child = element.first_node(); child; child = child->next_sibling()) {
        if (child->type() == rapidxml::node_element)
            visit<Names>(*child, total);
        else
            total.text_bytes += child->value_size();
    }
}

template <class Names>
int parse(rapidxml::xml_document<>& document, char* bytes, const int32_t* starts, int count, sums& total)
{
    for (int i = 0; i < count; i++) {
        try {
            document.clear();
            document.parse<rapidxml_flags>(bytes + starts[i]);
        } catch (const rapidxml::parse_error&) {
            return i;
        }

        for (auto* node = document.first_node(); node; node = node->next_sibling())
            visit<Names>(*node, total);
    }

    return -1;
}

void add_name(const char* name, sums& total)
{
    std::size_t length = std::strlen(name);
    const void* end = memrchr(name, separator, length);
    std::size_t ns = end ? static_cast<const char*>(end) - name : 0;
    total.namespace_bytes += ns;
    total.name_bytes += end ? length - ns - 1 : length;
}

void XMLCALL on_start(void* data, const XML_Char* name, const XML_Char** attributes)
{
    sums& total = *static_cast<sums*>(data);
    total.elements++;
    add_name(name, total);
    for (; *attributes; attributes += 2) {
        total.attributes++;
        add_name(attributes[0], total);
        total.value_bytes += std::strlen(attributes[1]);
    }
}

void XMLCALL on_end(void* data, const XML_Char*) { static_cast<sums*>(data)->ends++; }

void XMLCALL on_text(void* data, const XML_Char*, int length) { static_cast<sums*>(data)->text_bytes += length; }

void begin_stream(XML_Parser parser, sums& total)
{
    XML_ParserReset(parser, "UTF-8");
    // Else expat asks the kernel for random bytes at every stream.
    XML_SetHashSalt(parser, 0x9E3779B97F4A7C15u);
    XML_SetUserData(parser, &total);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
}

} // namespace

extern "C" {

void* rapidxml_create() { return new rapidxml::xml_document<>(); }

void rapidxml_destroy(void* document) { delete static_cast<rapidxml::xml_document<>*>(document); }

// Parses and walks the NUL-terminated documents at the given offsets. Returns the number of the one that failed, or -1.
int rapidxml_run(void* document, char* bytes, const int32_t* starts, int count, sums* total)
{
    return parse<qualified>(*static_cast<rapidxml::xml_document<>*>(document), bytes, starts, count, *total);
}

// As rapidxml_run, names split and declarations told from attributes.
int rapidxml_check(void* document, char* bytes, const int32_t* starts, int count, sums* total)
{
    return parse<split>(*static_cast<rapidxml::xml_document<>*>(document), bytes, starts, count, *total);
}

void* expat_create() { return XML_ParserCreateNS("UTF-8", separator); }

void expat_destroy(void* parser) { XML_ParserFree(static_cast<XML_Parser>(parser)); }

// Parses streams that follow one another in pieces; no piece reaches into the next stream. `ends` has the offset behind each.
// Returns the number of the stream that failed, or -1.
int expat_run(void* handle, const char* bytes, const int32_t* ends, int count, int piece_bytes, sums* total)
{
    XML_Parser parser = static_cast<XML_Parser>(handle);
    int position = 0;
    for (int i = 0; i < count; i++) {
        begin_stream(parser, *total);
        while (position < ends[i]) {
            int rest = ends[i] - position;
            int length = rest < piece_bytes ? rest : piece_bytes;
            if (XML_Parse(parser, bytes + position, length, XML_FALSE) != XML_STATUS_OK)
                return i;
            position += length;
        }

        // Expat may hold a short last piece back (reparse deferral). A stream that restarts has no end tag, so the outcome of
        // this call says nothing; what was not delivered shows in the sums.
        XML_Parse(parser, bytes, 0, XML_TRUE);
    }

    return -1;
}

const char* expat_version() { return XML_ExpatVersion(); }

const char* compiler_version() { return "g++ " __VERSION__; }
}
