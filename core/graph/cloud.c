#include "cloud.h"

#include "base/i18n.h"

const struct graph_cloud graph_clouds[] = {
	{"global", N_("Microsoft's public cloud"), "https://graph.microsoft.com",
		"https://login.microsoftonline.com"},
	{"usgov", N_("US Government (GCC High)"), "https://graph.microsoft.us",
		"https://login.microsoftonline.us"},
	{"dod", N_("US Government (DoD)"), "https://dod-graph.microsoft.us",
		"https://login.microsoftonline.us"},
	{"china", N_("China (21Vianet)"), "https://microsoftgraph.chinacloudapi.cn",
		"https://login.chinacloudapi.cn"},
};
const size_t graph_clouds_count = ARRAY_LEN(graph_clouds);

const struct graph_cloud *graph_cloud_by_id(struct sv id)
{
	for (size_t i = 0; i < ARRAY_LEN(graph_clouds); i++)
		if (sv_eq(id, sv_str(graph_clouds[i].id)))
			return &graph_clouds[i];
	return NULL;
}
