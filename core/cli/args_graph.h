/* The options about Microsoft Graph: whom it is about, and where its answers come from. */
#ifndef CLI_ARGS_GRAPH_H
#define CLI_ARGS_GRAPH_H

#include "args.h"

typedef bool graph_option_fn(struct args *args, struct sv value, const char *raw, struct err *err);
graph_option_fn set_graph_import, set_graph_user, set_graph_device, set_graph_list, set_graph_live,
	set_token_stdin, set_token_fd, set_cloud, set_tenant, set_client_id, set_client_secret,
	set_client_secret_fd, set_client_cert, set_cacert, set_graph_url, set_login_url;

/* Does the command line say where answers come from? */
bool args_has_graph(const struct args *args);
/* Do these options fit together? */
bool args_check_graph(const struct args *args, struct err *err);

#endif
