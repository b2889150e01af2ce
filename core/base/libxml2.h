/* libxml2 at first use (late.h): all that is called in it. */
#ifndef BASE_LIBXML2_H
#define BASE_LIBXML2_H

#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <libxml/tree.h>
#include <libxml/xmlreader.h>

#include "late.h"

#define LIBXML2_NAMES(X) \
	X(xmlCtxtGetLastError) X(xmlCtxtReadMemory) X(xmlDocCopyNode) \
	X(xmlDocGetRootElement) X(xmlFree) X(xmlFreeDoc) X(xmlFreeNode) \
	X(xmlFreeParserCtxt) X(xmlFreeTextReader) X(xmlGetExternalEntityLoader) \
	X(xmlGetLineNo) X(xmlGetNoNsProp) X(xmlIsBlankNode) X(xmlNewParserCtxt) \
	X(xmlNodeGetContent) X(xmlReaderForIO) X(xmlReaderForMemory) X(xmlRelaxNGFree) \
	X(xmlRelaxNGFreeParserCtxt) X(xmlRelaxNGFreeValidCtxt) \
	X(xmlRelaxNGNewDocParserCtxt) X(xmlRelaxNGNewValidCtxt) X(xmlRelaxNGParse) \
	X(xmlRelaxNGSetParserStructuredErrors) X(xmlRelaxNGSetValidStructuredErrors) \
	X(xmlRelaxNGValidateDoc) X(xmlReplaceNode) X(xmlSetExternalEntityLoader) \
	X(xmlStopParser) X(xmlTextReaderConstLocalName) X(xmlTextReaderConstValue) \
	X(xmlTextReaderDepth) X(xmlTextReaderGetAttribute) \
	X(xmlTextReaderIsEmptyElement) X(xmlTextReaderNodeType) X(xmlTextReaderRead)

struct libxml2 {
#define X(name) __typeof__(name) *name##_;
	LIBXML2_NAMES(X)
#undef X
};

extern struct late libxml2_late;

static inline const struct libxml2 *libxml2(void)
{
	return late_need(&libxml2_late);
}

#define xmlCtxtGetLastError (*libxml2()->xmlCtxtGetLastError_)
#define xmlCtxtReadMemory (*libxml2()->xmlCtxtReadMemory_)
#define xmlDocCopyNode (*libxml2()->xmlDocCopyNode_)
#define xmlDocGetRootElement (*libxml2()->xmlDocGetRootElement_)
#define xmlFree (*libxml2()->xmlFree_)
#define xmlFreeDoc (*libxml2()->xmlFreeDoc_)
#define xmlFreeNode (*libxml2()->xmlFreeNode_)
#define xmlFreeParserCtxt (*libxml2()->xmlFreeParserCtxt_)
#define xmlFreeTextReader (*libxml2()->xmlFreeTextReader_)
#define xmlGetExternalEntityLoader (*libxml2()->xmlGetExternalEntityLoader_)
#define xmlGetLineNo (*libxml2()->xmlGetLineNo_)
#define xmlGetNoNsProp (*libxml2()->xmlGetNoNsProp_)
#define xmlIsBlankNode (*libxml2()->xmlIsBlankNode_)
#define xmlNewParserCtxt (*libxml2()->xmlNewParserCtxt_)
#define xmlNodeGetContent (*libxml2()->xmlNodeGetContent_)
#define xmlReaderForIO (*libxml2()->xmlReaderForIO_)
#define xmlReaderForMemory (*libxml2()->xmlReaderForMemory_)
#define xmlRelaxNGFree (*libxml2()->xmlRelaxNGFree_)
#define xmlRelaxNGFreeParserCtxt (*libxml2()->xmlRelaxNGFreeParserCtxt_)
#define xmlRelaxNGFreeValidCtxt (*libxml2()->xmlRelaxNGFreeValidCtxt_)
#define xmlRelaxNGNewDocParserCtxt (*libxml2()->xmlRelaxNGNewDocParserCtxt_)
#define xmlRelaxNGNewValidCtxt (*libxml2()->xmlRelaxNGNewValidCtxt_)
#define xmlRelaxNGParse (*libxml2()->xmlRelaxNGParse_)
#define xmlRelaxNGSetParserStructuredErrors (*libxml2()->xmlRelaxNGSetParserStructuredErrors_)
#define xmlRelaxNGSetValidStructuredErrors (*libxml2()->xmlRelaxNGSetValidStructuredErrors_)
#define xmlRelaxNGValidateDoc (*libxml2()->xmlRelaxNGValidateDoc_)
#define xmlReplaceNode (*libxml2()->xmlReplaceNode_)
#define xmlSetExternalEntityLoader (*libxml2()->xmlSetExternalEntityLoader_)
#define xmlStopParser (*libxml2()->xmlStopParser_)
#define xmlTextReaderConstLocalName (*libxml2()->xmlTextReaderConstLocalName_)
#define xmlTextReaderConstValue (*libxml2()->xmlTextReaderConstValue_)
#define xmlTextReaderDepth (*libxml2()->xmlTextReaderDepth_)
#define xmlTextReaderGetAttribute (*libxml2()->xmlTextReaderGetAttribute_)
#define xmlTextReaderIsEmptyElement (*libxml2()->xmlTextReaderIsEmptyElement_)
#define xmlTextReaderNodeType (*libxml2()->xmlTextReaderNodeType_)
#define xmlTextReaderRead (*libxml2()->xmlTextReaderRead_)

#endif
