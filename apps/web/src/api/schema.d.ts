/* generated: npm run docs; from docs/api/openapi.json */

export interface paths {
    "/api/v1/auth/login": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["AuthController_login"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["AuthController_refresh"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/logout": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["AuthController_logout"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["AuthController_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/auth/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["AuthController_changePassword"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["SessionsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sessions/{sid}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["SessionsController_revoke"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Roles: admin. */
        get: operations["UsersController_list"];
        put?: never;
        /** @description Roles: admin. */
        post: operations["UsersController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Roles: admin. */
        get: operations["UsersController_find"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /** @description Roles: admin. */
        put: operations["UsersController_setRoles"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: admin. */
        post: operations["UsersController_disable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/enable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: admin. */
        post: operations["UsersController_enable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/password-reset": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: admin. */
        post: operations["UsersController_resetPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/users/{id}/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Roles: admin. */
        get: operations["UsersController_listSessions"];
        put?: never;
        post?: never;
        /** @description Roles: admin. */
        delete: operations["UsersController_endSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/profile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["ProfilesController_get"];
        put: operations["ProfilesController_put"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["WorkspacesController_list"];
        put?: never;
        post: operations["WorkspacesController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["WorkspacesController_get"];
        put: operations["WorkspacesController_replace"];
        post?: never;
        delete: operations["WorkspacesController_remove"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/workspaces/{id}/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["WorkspacesController_makeDefault"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["WatchlistsController_list"];
        put?: never;
        post: operations["WatchlistsController_create"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["WatchlistsController_get"];
        put?: never;
        post?: never;
        delete: operations["WatchlistsController_remove"];
        options?: never;
        head?: never;
        patch: operations["WatchlistsController_rename"];
        trace?: never;
    };
    "/api/v1/watchlists/{id}/default": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["WatchlistsController_makeDefault"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}/items": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post: operations["WatchlistsController_addItem"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}/items/{itemId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete: operations["WatchlistsController_removeItem"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watchlists/{id}/order": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put: operations["WatchlistsController_reorder"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["AccountsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description Roles: admin, risk. */
        get: operations["AuditController_page"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/fills": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["FillsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/history/bars": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["HistoryController_bars"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/instruments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["InstrumentsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kill-switch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["KillSwitchController_list"];
        put?: never;
        /** @description Roles: trader, risk, admin. */
        post: operations["KillSwitchController_kill"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/kill-switch/rearm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: risk. */
        post: operations["KillSwitchController_rearm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["LimitsController_limits"];
        put?: never;
        /** @description Roles: risk. */
        post: operations["LimitsController_set"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/order-lists": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["OrderListsController_list"];
        put?: never;
        /** @description Roles: trader. */
        post: operations["OrderListsController_place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/order-lists/{listId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["OrderListsController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/order-lists/{listId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: trader, risk. */
        post: operations["OrderListsController_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: trader. */
        post: operations["OrdersController_preview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["OrdersController_list"];
        put?: never;
        /** @description Roles: trader. */
        post: operations["OrdersController_place"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{clOrdId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["OrdersController_get"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /** @description Roles: trader. */
        patch: operations["OrdersController_replace"];
        trace?: never;
    };
    "/api/v1/orders/cancel-all": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: trader, risk. */
        post: operations["OrdersController_cancelAll"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/orders/{clOrdId}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: trader, risk. */
        post: operations["OrdersController_cancel"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/positions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["PositionsController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/positions/flatten": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: trader, risk. */
        post: operations["PositionsController_flatten"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/risk-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: trader, risk. */
        post: operations["RiskCheckController_check"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/strategies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["StrategiesController_list"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/strategies/{id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: trader, risk. */
        post: operations["StrategiesController_start"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/strategies/{id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** @description Roles: trader, risk. */
        post: operations["StrategiesController_stop"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/trading-states": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get: operations["TradingStatesController_list"];
        put?: never;
        /** @description Roles: risk. */
        post: operations["TradingStatesController_set"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        LoginRequest: {
            username: string;
            password: string;
        };
        UserSummary: {
            /** Format: uuid */
            id: string;
            username: string;
            roles: ("viewer" | "trader" | "risk" | "admin")[];
            /** @description Only the change of the password is open until it is done. */
            mustChangePassword: boolean;
        };
        TokenAnswer: {
            /** @description To be sent as `Authorization: Bearer`. */
            accessToken: string;
            /** @description Seconds. */
            expiresIn: number;
            /** Format: uuid */
            sid: string;
            /** @description When the session ends whatever its activity, milliseconds since the epoch. */
            sessionExpiresAt: number;
            user: components["schemas"]["UserSummary"];
        };
        PasswordChangeBody: {
            currentPassword: string;
            newPassword: string;
        };
        SessionView: {
            /** Format: uuid */
            id: string;
            /** @description The one that asks. */
            current: boolean;
            ipAddress: string | null;
            userAgent: string | null;
            createdAt: number;
            lastActiveAt: number;
            expiresAt: number;
        };
        UserView: {
            /** Format: uuid */
            id: string;
            username: string;
            email: string | null;
            roles: ("viewer" | "trader" | "risk" | "admin")[];
            /** @description Null: may sign in. */
            disabledAt: number | null;
            /** @description Since the last sign-in. */
            failedLogins: number;
            mustChangePassword: boolean;
            createdAt: number;
            lastLoginAt: number | null;
        };
        UserPage: {
            items: components["schemas"]["UserView"][];
            /** @description `after` of the next page; null on the last. */
            next: string | null;
        };
        CreateUserBody: {
            username: string;
            /** Format: email */
            email?: string;
            roles: ("viewer" | "trader" | "risk" | "admin")[];
        };
        OneTimePassword: {
            user: components["schemas"]["UserView"];
            /** @description Told this once. It opens nothing but its own change. */
            oneTimePassword: string;
        };
        RolesBody: {
            roles: ("viewer" | "trader" | "risk" | "admin")[];
        };
        Profile: {
            fullName: string | null;
            contactNumber: string | null;
            timezone: string | null;
            preferences: Record<string, never>;
            /** @description The ETag without its quotes; 0 until the profile is written for the first time. */
            version: number;
            /** @description Milliseconds since the epoch. */
            updatedAt: number | null;
        };
        ProfileBody: {
            fullName?: string | null;
            contactNumber?: string | null;
            /** @description A name of the IANA time zone database. */
            timezone?: string | null;
            /** @description Whatever the client needs: JSON of at most 64 KiB and 32 levels. */
            preferences: Record<string, never>;
        };
        WorkspaceSummary: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description At most one of your own is. */
            isDefault: boolean;
            /** @description The ETag without its quotes; grows with every change. */
            version: number;
            createdAt: number;
            updatedAt: number;
        };
        WorkspaceBody: {
            /** @description Unique among your own. */
            name: string;
            /** @description Whatever the client needs: JSON of at most 256 KiB and 32 levels. */
            layout: Record<string, never>;
        };
        Workspace: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description At most one of your own is. */
            isDefault: boolean;
            /** @description The ETag without its quotes; grows with every change. */
            version: number;
            createdAt: number;
            updatedAt: number;
            layout: Record<string, never>;
        };
        WatchlistSummary: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description At most one of your own is. */
            isDefault: boolean;
            /** @description The ETag without its quotes; grows with every change of the list or of its items. */
            version: number;
            createdAt: number;
            updatedAt: number;
        };
        WatchlistBody: {
            /** @description Unique among your own. */
            name: string;
        };
        WatchlistItem: {
            /** Format: uuid */
            id: string;
            symbol: string;
            exchange: string;
            customFields: Record<string, never> | null;
            addedAt: number;
        };
        Watchlist: {
            /** Format: uuid */
            id: string;
            name: string;
            /** @description At most one of your own is. */
            isDefault: boolean;
            /** @description The ETag without its quotes; grows with every change of the list or of its items. */
            version: number;
            createdAt: number;
            updatedAt: number;
            /** @description In the order that you gave them. */
            items: components["schemas"]["WatchlistItem"][];
        };
        WatchlistItemBody: {
            symbol: string;
            exchange: string;
            /** @description JSON of at most 4 KiB and 32 levels. */
            customFields?: Record<string, never> | null;
        };
        ItemAdded: {
            /** @description The new version of the list. */
            version: number;
            item: components["schemas"]["WatchlistItem"];
        };
        WatchlistOrderBody: {
            /** @description Every item once, in the order wanted. */
            items: string[];
        };
        PositionView: {
            account: string;
            strategy: string;
            venue: string;
            symbol: string;
            currency: string;
            /**
             * @description Signed.
             * @example 12.50
             */
            quantity: string;
            /** @example 12.50 */
            avgPrice: string;
            /** @example 12.50 */
            markPrice: string;
            /** @example 12.50 */
            marketValue: string;
            /**
             * @description Before fees.
             * @example 12.50
             */
            realizedPnl: string;
            /** @example 12.50 */
            unrealizedPnl: string;
            /** @example 12.50 */
            fees: string;
        };
        PortfolioView: {
            account: string;
            /** @description `all`: the account. */
            strategy: string;
            currency: string;
            /** @example 12.50 */
            cash: string;
            /** @example 12.50 */
            equity: string;
            /**
             * @description Before fees.
             * @example 12.50
             */
            realizedPnl: string;
            /** @example 12.50 */
            unrealizedPnl: string;
            /** @example 12.50 */
            fees: string;
            /**
             * @description Sum of the market values without their signs.
             * @example 12.50
             */
            grossExposure: string;
            /** @example 12.50 */
            netExposure: string;
            /**
             * @description Held back by open orders.
             * @example 12.50
             */
            reserved: string;
            openOrders: number;
            /** @description Milliseconds since the epoch. */
            time: number;
            positions: components["schemas"]["PositionView"][];
        };
        AccountList: {
            accounts: components["schemas"]["PortfolioView"][];
        };
        AuditEntryView: {
            sequence: number;
            /** @description Milliseconds since the epoch. */
            time: number;
            /**
             * Format: uuid
             * @description Absent: nobody is known to have done it.
             */
            userId?: string;
            /** @description Of that user, today. */
            user?: string;
            action: string;
            resource: string;
            resourceId?: string;
            details?: {
                [key: string]: unknown;
            };
            ipAddress?: string;
            /** @description Of the row and the one before it. */
            hash: string;
        };
        AuditPage: {
            /** @description Newest first. */
            entries: components["schemas"]["AuditEntryView"][];
            /** @description `before` of the next page. */
            next?: string;
        };
        FillView: {
            /** @description Unique. */
            id: string;
            /** @description Journal sequence. */
            sequence: number;
            clOrdId: string;
            account: string;
            strategy: string;
            venue: string;
            symbol: string;
            /** @enum {string} */
            side: "BUY" | "SELL";
            /** @example 12.50 */
            quantity: string;
            /** @example 12.50 */
            price: string;
            /**
             * @description Positive: paid.
             * @example 12.50
             */
            fee?: string;
            feeCurrency?: string;
            /** @enum {string} */
            execType: "PendingNew" | "New" | "Trade" | "TradeCorrect" | "TradeCancel" | "DoneForDay" | "Canceled" | "Replaced" | "PendingCancel" | "PendingReplace" | "CancelRejected" | "ReplaceRejected" | "Stopped" | "Rejected" | "Suspended" | "Calculated" | "Restated" | "Expired" | "OrderStatus" | "Denied" | "Unknown";
            /** @description Milliseconds since the epoch. */
            time: number;
        };
        FillPage: {
            /** @description Newest first. */
            fills: components["schemas"]["FillView"][];
            /** @description `before` of the next page. */
            next?: string;
        };
        Bar: {
            /** @description Milliseconds since the epoch. */
            start: number;
            /** @description Milliseconds since the epoch. */
            end: number;
            open: number;
            high: number;
            low: number;
            close: number;
            volume: number;
        };
        BarList: {
            /** @description The latest of the range, oldest first. */
            bars: components["schemas"]["Bar"][];
        };
        InstrumentView: {
            adapter: string;
            /** @description Market data that there is of it. */
            kinds: ("trade" | "quote" | "book" | "bar-1s" | "bar-5s" | "bar-1m" | "bar-5m" | "bar-1h" | "bar-1d")[];
            venue: string;
            symbol: string;
            /** @enum {string} */
            assetClass: "crypto" | "equity" | "forex" | "future" | "option" | "index" | "cfd";
            /** @description Of prices, cash and PnL. */
            currency: string;
            /** @description What a quantity counts. */
            base: string;
            /**
             * @description Prices of orders are multiples of it.
             * @example 12.50
             */
            tickSize: string;
            /**
             * @description Quantities of orders are multiples of it.
             * @example 12.50
             */
            lotSize: string;
            /** @description Decimals of a price. */
            priceScale: number;
            /** @description Decimals of a quantity. */
            qtyScale: number;
            /** @description Units of the base in one contract. */
            multiplier: number;
            /** @example 12.50 */
            minQuantity: string;
            /** @example 12.50 */
            maxQuantity: string;
        };
        InstrumentList: {
            instruments: components["schemas"]["InstrumentView"][];
        };
        KillView: {
            /** @enum {string} */
            scope: "firm" | "account" | "strategy";
            /** @description Of the account or strategy; `all` for the firm. */
            id: string;
            /** @description Who set it. */
            actor: string;
            reason: string;
            /** @description Milliseconds since the epoch. */
            since: number;
            /**
             * @description VERIFIED: nothing of it is open at the broker. FLAT: its positions are closed too.
             * @enum {string}
             */
            phase: "BLOCKED" | "CANCELLING" | "VERIFIED" | "ESCALATED" | "FLATTENING" | "FLAT";
        };
        KillList: {
            /** @description The widest first. */
            kills: components["schemas"]["KillView"][];
        };
        KillOnBody: {
            /** @description A new one for each command; a repeat of the same one is safe. */
            commandId: string;
            /** @description Of the account or strategy; `all` for the firm. */
            id: string;
            /** @description Close the positions of the scope once nothing of it is open. */
            flatten?: boolean;
            /** @enum {string} */
            scope: "firm" | "account" | "strategy";
            reason: string;
        };
        KillAnswer: {
            /** @enum {string} */
            scope: "firm" | "account" | "strategy";
            id: string;
            /** @description Whether it is on now. */
            killed: boolean;
            /** @description Orders whose cancel was sent. */
            cancelled: number;
            /** @description Journal sequence. */
            sequence: number;
            /**
             * @description The re-arming awaits somebody else who asks for it too.
             * @enum {string}
             */
            awaits?: "second-person";
        };
        RearmBody: {
            /** @description A new one for each command; a repeat of the same one is safe. */
            commandId: string;
            /** @description Of the account or strategy; `all` for the firm. */
            id: string;
            /** @description Although it is not verified that nothing of the scope is open. */
            force?: boolean;
            /** @enum {string} */
            scope: "firm" | "account" | "strategy";
            reason: string;
        };
        LimitUsage: {
            /** @enum {string} */
            scope: "firm" | "account" | "strategy" | "symbol";
            id: string;
            /** @description Empty where the limit is not one of an account. */
            account: string;
            /** @description `venue/symbol` where it is counted per instrument, else empty. */
            symbol: string;
            /** @description Name of the limit in the rules. */
            kind: string;
            /**
             * @description In the unit of what is limited.
             * @example 12.50
             */
            limit: string;
            /** @example 12.50 */
            used: string;
            /** @description used / limit in basis points; may be more than 10000. */
            usedBps: number;
        };
        LimitsAnswer: {
            /** @description In force: as a limits file, docs/reference/risk-limits.schema.json. */
            config: Record<string, never>;
            /** @description The most used first. */
            usage: components["schemas"]["LimitUsage"][];
        };
        LimitsBody: {
            /** @description A new one for each command; a repeat of the same one is safe. */
            commandId: string;
            /** @description All limits, as a limits file: docs/reference/risk-limits.schema.json. Its version is above that in force. */
            config: Record<string, never>;
            reason: string;
        };
        LimitsSet: {
            /** @description In force now. */
            version: number;
            /** @description Journal sequence. */
            sequence: number;
        };
        ListedOrder: {
            /**
             * @description Trigger: of STOP and STOP_LIMIT; of TRAILING_STOP the first one, else taken from the market.
             * @example 12.50
             */
            stopPrice?: string;
            /**
             * @description Distance at which a TRAILING_STOP follows the market.
             * @example 12.50
             */
            trailBy?: string;
            /**
             * @description Part that is shown at a time, less than the quantity; in a replace 0 shows all.
             * @example 12.50
             */
            displayQty?: string;
            /** @description End of a GTD order, milliseconds since the epoch. */
            goodTillTime?: number;
            /** @description Refused or cancelled by the venue when it would trade at once. */
            postOnly?: boolean;
            /** @description Refused unless it can only reduce the position of the account. */
            reduceOnly?: boolean;
            venue: string;
            symbol: string;
            /** @description Default: the venue's. */
            adapter?: string;
            /** @example 12.50 */
            quantity: string;
            /**
             * @description Limit: LIMIT and STOP_LIMIT only.
             * @example 12.50
             */
            price?: string;
            /** @enum {string} */
            role: "ENTRY" | "CHILD" | "LEG" | "TAKE_PROFIT" | "STOP_LOSS";
            /** @enum {string} */
            side: "BUY" | "SELL";
            /** @enum {string} */
            type: "MARKET" | "LIMIT" | "STOP" | "STOP_LIMIT" | "TRAILING_STOP";
            /** @enum {string} */
            timeInForce: "DAY" | "GTC" | "IOC" | "FOK" | "GTD" | "OPG" | "CLS";
            reason?: string;
        };
        OrderListTicket: {
            /** @description Unique for the account for ever, orders included: the same again gets the first answer. */
            clientOrderId: string;
            account: string;
            /**
             * @description OTO: an ENTRY and 1 to 9 CHILD. OCO: two LEG. BRACKET: an ENTRY, a TAKE_PROFIT and a STOP_LOSS.
             * @enum {string}
             */
            kind: "OTO" | "OCO" | "BRACKET";
            orders: components["schemas"]["ListedOrder"][];
            /**
             * @description PROPORTIONAL (default): exits follow each fill of the entry. FULL: they wait for all of it.
             * @enum {string}
             */
            release?: "PROPORTIONAL" | "FULL";
            /**
             * @description What your cancel of one exit does to the other. Default: CANCEL for an OCO, KEEP for a bracket.
             * @enum {string}
             */
            onLegCancel?: "CANCEL" | "KEEP";
            /** @description A market order takes back what both exits filled in a race. */
            closeOvershoot?: boolean;
        };
        ListMember: {
            /** @enum {string} */
            role: "ENTRY" | "CHILD" | "LEG" | "TAKE_PROFIT" | "STOP_LOSS" | "CLOSE";
            clOrdId: string;
        };
        ListReceipt: {
            /** @description Of what was placed. */
            clientOrderId?: string;
            /** @description Of what was placed: what the OMS knows it by. Else the one that you sent. */
            commandId: string;
            /** @enum {string} */
            ordStatus?: "PendingNew" | "New" | "PartiallyFilled" | "Filled" | "DoneForDay" | "Canceled" | "Replaced" | "PendingCancel" | "PendingReplace" | "Stopped" | "Rejected" | "Suspended" | "Calculated" | "Expired";
            /**
             * @description Unknown: nobody answered yet; it is being found out.
             * @enum {string}
             */
            state: "Created" | "Denied" | "Intent" | "Sent" | "Unknown" | "Reconciling" | "Acknowledged" | "NotReceived";
            /** @description It was asked for before, and this is the first answer again. */
            duplicate: boolean;
            /** @description Journal sequence of the outcome. */
            sequence?: number;
            code?: string;
            reason?: string;
            listId?: string;
            /** @description Of a list that was placed, where the OMS itself answered. */
            orders?: components["schemas"]["ListMember"][];
        };
        OrderListLeg: {
            /** @enum {string} */
            role: "ENTRY" | "CHILD" | "LEG" | "TAKE_PROFIT" | "STOP_LOSS" | "CLOSE";
            /** @description Newest order of it. */
            clOrdId: string;
            venue: string;
            symbol: string;
            /** @example 12.50 */
            quantity: string;
            /** @example 12.50 */
            cumQty: string;
            /**
             * @description Open; what waits for the list is not.
             * @example 12.50
             */
            leavesQty: string;
            /**
             * @description Part of leavesQty that the OMS holds until its trigger.
             * @example 12.50
             */
            heldQty: string;
            /** @description Waits at the OMS for its list. */
            waiting: boolean;
            /**
             * @description Why nothing more is made for it.
             * @enum {string}
             */
            ended?: "command" | "venue" | "control";
            /**
             * @description What is due of it and neither open nor to come.
             * @example 12.50
             */
            uncovered: string;
            /** @description Code by which risk denied its release last. */
            denied?: string;
        };
        OrderListView: {
            listId: string;
            /** @description Of lists that people placed here. */
            clientOrderId?: string;
            /** @description Who placed it, where that is known. */
            user?: string;
            /** @enum {string} */
            kind: "OTO" | "OCO" | "BRACKET";
            account: string;
            /** @description `manual` for people. */
            strategy: string;
            /** @description Milliseconds since the epoch. */
            createdAt: number;
            /**
             * @description WAITING: the entry has filled nothing. ENDED: nothing is open.
             * @enum {string}
             */
            state: "WAITING" | "WORKING" | "CANCELLING" | "ENDED";
            cancelled: boolean;
            /** @enum {string} */
            release: "PROPORTIONAL" | "FULL";
            /** @enum {string} */
            onLegCancel: "CANCEL" | "KEEP";
            closeOvershoot: boolean;
            /**
             * @description Filled by exits beyond what was entered.
             * @example 12.50
             */
            overshoot: string;
            legs: components["schemas"]["OrderListLeg"][];
        };
        OrderListPage: {
            /** @description Newest first. */
            lists: components["schemas"]["OrderListView"][];
            /** @description There are older ones. */
            more: boolean;
        };
        OrderView: {
            /**
             * @description Trigger of a stop order.
             * @example 12.50
             */
            stopPrice?: string;
            /**
             * @description Distance of a trailing stop.
             * @example 12.50
             */
            trailBy?: string;
            /**
             * @description Part of an iceberg that is shown.
             * @example 12.50
             */
            displayQty?: string;
            postOnly?: boolean;
            reduceOnly?: boolean;
            /** @description End of a GTD order, milliseconds since the epoch. */
            goodTillTime?: number;
            /** @description The stop order went into the book. */
            triggered?: boolean;
            clOrdId: string;
            /** @description Of orders that people placed here. */
            clientOrderId?: string;
            /** @description Who placed it, where that is known. */
            user?: string;
            account: string;
            /** @description `manual` for people. */
            strategy: string;
            /** @description List that it is one of. */
            listId?: string;
            /**
             * @description What it is for there.
             * @enum {string}
             */
            listRole?: "ENTRY" | "CHILD" | "LEG" | "TAKE_PROFIT" | "STOP_LOSS" | "CLOSE";
            venue: string;
            symbol: string;
            adapter: string;
            /** @enum {string} */
            side: "BUY" | "SELL";
            /** @enum {string} */
            type: "MARKET" | "LIMIT" | "STOP" | "STOP_LIMIT" | "TRAILING_STOP";
            /** @enum {string} */
            timeInForce: "DAY" | "GTC" | "IOC" | "FOK" | "GTD" | "OPG" | "CLS";
            /** @example 12.50 */
            quantity: string;
            /** @example 12.50 */
            price?: string;
            /** @example 12.50 */
            cumQty: string;
            /** @example 12.50 */
            leavesQty: string;
            /** @example 12.50 */
            avgPx?: string;
            /** @enum {string} */
            ordStatus: "PendingNew" | "New" | "PartiallyFilled" | "Filled" | "DoneForDay" | "Canceled" | "Replaced" | "PendingCancel" | "PendingReplace" | "Stopped" | "Rejected" | "Suspended" | "Calculated" | "Expired";
            /** @enum {string} */
            state: "Created" | "Denied" | "Intent" | "Sent" | "Unknown" | "Reconciling" | "Acknowledged";
            /** @description Nothing more can happen to it but a late fill. */
            closed: boolean;
            venueOrderId?: string;
            code?: string;
            reason?: string;
            /** @description Milliseconds since the epoch. */
            createdAt: number;
            /** @description Milliseconds since the epoch. */
            updatedAt: number;
            /** @description Journal sequence of its last event. */
            sequence: number;
        };
        OrderListWithOrders: {
            listId: string;
            /** @description Left out once the OMS has forgotten it, long after it ended. */
            list?: components["schemas"]["OrderListView"];
            /** @description In the order in which they were made. */
            orders: components["schemas"]["OrderView"][];
        };
        CommandBody: {
            /** @description A new one for each command; a repeat of the same one is safe. */
            commandId: string;
        };
        OrderTicket: {
            /**
             * @description Trigger: of STOP and STOP_LIMIT; of TRAILING_STOP the first one, else taken from the market.
             * @example 12.50
             */
            stopPrice?: string;
            /**
             * @description Distance at which a TRAILING_STOP follows the market.
             * @example 12.50
             */
            trailBy?: string;
            /**
             * @description Part that is shown at a time, less than the quantity; in a replace 0 shows all.
             * @example 12.50
             */
            displayQty?: string;
            /** @description End of a GTD order, milliseconds since the epoch. */
            goodTillTime?: number;
            /** @description Refused or cancelled by the venue when it would trade at once. */
            postOnly?: boolean;
            /** @description Refused unless it can only reduce the position of the account. */
            reduceOnly?: boolean;
            venue: string;
            symbol: string;
            /** @description Default: the venue's. */
            adapter?: string;
            /** @example 12.50 */
            quantity: string;
            /**
             * @description Limit: LIMIT and STOP_LIMIT only.
             * @example 12.50
             */
            price?: string;
            /** @description Unique for the account for ever: the same again gets the first answer again. */
            clientOrderId: string;
            account: string;
            /** @enum {string} */
            side: "BUY" | "SELL";
            /** @enum {string} */
            type: "MARKET" | "LIMIT" | "STOP" | "STOP_LIMIT" | "TRAILING_STOP";
            /** @enum {string} */
            timeInForce: "DAY" | "GTC" | "IOC" | "FOK" | "GTD" | "OPG" | "CLS";
            reason?: string;
        };
        PreviewProblem: {
            code: string;
            message: string;
        };
        OrderPreview: {
            /** @description Nothing was found that would refuse it. The OMS looks again when it comes. */
            ok: boolean;
            problems: components["schemas"]["PreviewProblem"][];
            /** @example 12.50 */
            referencePrice?: string;
            /**
             * @description Whence: its own limit or trigger, the mark of the OMS, the close of a bar.
             * @enum {string}
             */
            referenceFrom?: "limit" | "stop" | "mark" | "bar";
            /** @example 12.50 */
            notional?: string;
            currency?: string;
            /**
             * @description Of the account in this instrument, all strategies together; signed.
             * @example 12.50
             */
            positionBefore: string;
            /**
             * @description If all of it is filled.
             * @example 12.50
             */
            positionAfter: string;
        };
        OrderReceipt: {
            /** @description Of what was placed. */
            clientOrderId?: string;
            /** @description Of what was placed: what the OMS knows it by. Else the one that you sent. */
            commandId: string;
            /** @enum {string} */
            ordStatus?: "PendingNew" | "New" | "PartiallyFilled" | "Filled" | "DoneForDay" | "Canceled" | "Replaced" | "PendingCancel" | "PendingReplace" | "Stopped" | "Rejected" | "Suspended" | "Calculated" | "Expired";
            /**
             * @description Unknown: nobody answered yet; it is being found out.
             * @enum {string}
             */
            state: "Created" | "Denied" | "Intent" | "Sent" | "Unknown" | "Reconciling" | "Acknowledged" | "NotReceived";
            /** @description It was asked for before, and this is the first answer again. */
            duplicate: boolean;
            /** @description Journal sequence of the outcome. */
            sequence?: number;
            code?: string;
            reason?: string;
            clOrdId?: string;
        };
        OrderPage: {
            /** @description Newest first. */
            orders: components["schemas"]["OrderView"][];
            /** @description `before` of the next page. */
            next?: string;
        };
        OrderHistoryView: {
            /** @description Journal sequence. */
            sequence: number;
            /** @description Milliseconds since the epoch. */
            time: number;
            /** @enum {string} */
            execType: "PendingNew" | "New" | "Trade" | "TradeCorrect" | "TradeCancel" | "DoneForDay" | "Canceled" | "Replaced" | "PendingCancel" | "PendingReplace" | "CancelRejected" | "ReplaceRejected" | "Stopped" | "Rejected" | "Suspended" | "Calculated" | "Restated" | "Expired" | "OrderStatus" | "Denied" | "Unknown";
            /** @enum {string} */
            ordStatus: "PendingNew" | "New" | "PartiallyFilled" | "Filled" | "DoneForDay" | "Canceled" | "Replaced" | "PendingCancel" | "PendingReplace" | "Stopped" | "Rejected" | "Suspended" | "Calculated" | "Expired";
            /** @enum {string} */
            state: "Created" | "Denied" | "Intent" | "Sent" | "Unknown" | "Reconciling" | "Acknowledged";
            /**
             * @description Of the order, as the event left it.
             * @example 12.50
             */
            quantity: string;
            /** @example 12.50 */
            price?: string;
            execId?: string;
            /** @description Of the execution that this one corrects or takes back. */
            execRefId?: string;
            /**
             * @description Of this execution.
             * @example 12.50
             */
            lastQty?: string;
            /** @example 12.50 */
            lastPx?: string;
            /**
             * @description Positive: paid.
             * @example 12.50
             */
            fee?: string;
            feeCurrency?: string;
            /** @example 12.50 */
            cumQty: string;
            /** @example 12.50 */
            leavesQty: string;
            code?: string;
            reason?: string;
        };
        OrderWithHistory: {
            /**
             * @description Trigger of a stop order.
             * @example 12.50
             */
            stopPrice?: string;
            /**
             * @description Distance of a trailing stop.
             * @example 12.50
             */
            trailBy?: string;
            /**
             * @description Part of an iceberg that is shown.
             * @example 12.50
             */
            displayQty?: string;
            postOnly?: boolean;
            reduceOnly?: boolean;
            /** @description End of a GTD order, milliseconds since the epoch. */
            goodTillTime?: number;
            /** @description The stop order went into the book. */
            triggered?: boolean;
            clOrdId: string;
            /** @description Of orders that people placed here. */
            clientOrderId?: string;
            /** @description Who placed it, where that is known. */
            user?: string;
            account: string;
            /** @description `manual` for people. */
            strategy: string;
            /** @description List that it is one of. */
            listId?: string;
            /**
             * @description What it is for there.
             * @enum {string}
             */
            listRole?: "ENTRY" | "CHILD" | "LEG" | "TAKE_PROFIT" | "STOP_LOSS" | "CLOSE";
            venue: string;
            symbol: string;
            adapter: string;
            /** @enum {string} */
            side: "BUY" | "SELL";
            /** @enum {string} */
            type: "MARKET" | "LIMIT" | "STOP" | "STOP_LIMIT" | "TRAILING_STOP";
            /** @enum {string} */
            timeInForce: "DAY" | "GTC" | "IOC" | "FOK" | "GTD" | "OPG" | "CLS";
            /** @example 12.50 */
            quantity: string;
            /** @example 12.50 */
            price?: string;
            /** @example 12.50 */
            cumQty: string;
            /** @example 12.50 */
            leavesQty: string;
            /** @example 12.50 */
            avgPx?: string;
            /** @enum {string} */
            ordStatus: "PendingNew" | "New" | "PartiallyFilled" | "Filled" | "DoneForDay" | "Canceled" | "Replaced" | "PendingCancel" | "PendingReplace" | "Stopped" | "Rejected" | "Suspended" | "Calculated" | "Expired";
            /** @enum {string} */
            state: "Created" | "Denied" | "Intent" | "Sent" | "Unknown" | "Reconciling" | "Acknowledged";
            /** @description Nothing more can happen to it but a late fill. */
            closed: boolean;
            venueOrderId?: string;
            code?: string;
            reason?: string;
            /** @description Milliseconds since the epoch. */
            createdAt: number;
            /** @description Milliseconds since the epoch. */
            updatedAt: number;
            /** @description Journal sequence of its last event. */
            sequence: number;
            /** @description Oldest first. */
            history: components["schemas"]["OrderHistoryView"][];
        };
        ReplaceBody: {
            /**
             * @description Trigger: of STOP and STOP_LIMIT; of TRAILING_STOP the first one, else taken from the market.
             * @example 12.50
             */
            stopPrice?: string;
            /**
             * @description Distance at which a TRAILING_STOP follows the market.
             * @example 12.50
             */
            trailBy?: string;
            /**
             * @description Part that is shown at a time, less than the quantity; in a replace 0 shows all.
             * @example 12.50
             */
            displayQty?: string;
            /** @description End of a GTD order, milliseconds since the epoch. */
            goodTillTime?: number;
            /** @description A new one for each command; a repeat of the same one is safe. */
            commandId: string;
            /**
             * @description New total, what is filled included.
             * @example 12.50
             */
            quantity?: string;
            /** @example 12.50 */
            price?: string;
        };
        CancelAllBody: {
            /** @description A new one for each command; a repeat of the same one is safe. */
            commandId: string;
            /** @description Default: all accounts. */
            account?: string;
            venue?: string;
            symbol?: string;
        };
        FailedCommand: {
            clOrdId?: string;
            /** @description Of an order that could not be placed. */
            symbol?: string;
            code: string;
            message: string;
        };
        CancelAllAnswer: {
            /** @description Orders whose cancel the OMS took. */
            requested: number;
            failed: components["schemas"]["FailedCommand"][];
        };
        PositionList: {
            /** @description One for each strategy and instrument. */
            positions: components["schemas"]["PositionView"][];
            /** @description False: the OMS does not answer. As of the last event that was heard of, valued at the last fill. */
            live: boolean;
        };
        FlattenBody: {
            /** @description A new one for each command; a repeat of the same one is safe. */
            commandId: string;
            account: string;
            /** @description Default: all venues. */
            venue?: string;
            /** @description Default: all instruments. */
            symbol?: string;
        };
        FlattenAnswer: {
            /** @description Open orders whose cancel the OMS took. */
            cancelled: number;
            /** @description The orders that close the positions. */
            orders: components["schemas"]["OrderReceipt"][];
            failed: components["schemas"]["FailedCommand"][];
        };
        RiskCheckBody: {
            /**
             * @description Trigger: of STOP and STOP_LIMIT; of TRAILING_STOP the first one, else taken from the market.
             * @example 12.50
             */
            stopPrice?: string;
            /**
             * @description Distance at which a TRAILING_STOP follows the market.
             * @example 12.50
             */
            trailBy?: string;
            /**
             * @description Part that is shown at a time, less than the quantity; in a replace 0 shows all.
             * @example 12.50
             */
            displayQty?: string;
            /** @description End of a GTD order, milliseconds since the epoch. */
            goodTillTime?: number;
            /** @description Refused or cancelled by the venue when it would trade at once. */
            postOnly?: boolean;
            /** @description Refused unless it can only reduce the position of the account. */
            reduceOnly?: boolean;
            account: string;
            /** @description Whose order; default `manual`. */
            strategy?: string;
            venue: string;
            symbol: string;
            /** @description Default: the venue's. */
            adapter?: string;
            /** @example 12.50 */
            quantity: string;
            /**
             * @description Limit: LIMIT and STOP_LIMIT only.
             * @example 12.50
             */
            price?: string;
            /** @enum {string} */
            side: "BUY" | "SELL";
            /** @enum {string} */
            type: "MARKET" | "LIMIT" | "STOP" | "STOP_LIMIT" | "TRAILING_STOP";
            /** @enum {string} */
            timeInForce: "DAY" | "GTC" | "IOC" | "FOK" | "GTD" | "OPG" | "CLS";
        };
        RiskDenial: {
            code: string;
            reason: string;
            /** @description Empty where the check has none; so are the next three. */
            limit: string;
            observed: string;
            scope: string;
            id: string;
            /** @description Version of the limits; 0 where no limit refused. */
            ruleVersion: number;
        };
        RiskCheckAnswer: {
            /** @description It would be sent. Nothing was counted or reserved for it. */
            passes: boolean;
            denial?: components["schemas"]["RiskDenial"];
            /** @description What routes it; this and the next three are empty where the checks did not get so far. */
            adapter: string;
            /** @example 12.50 */
            quantity: string;
            /** @example 12.50 */
            price: string;
            /**
             * @description What it would reserve.
             * @example 12.50
             */
            notional: string;
            /** @description Limits above it as they are used now; the most used first. */
            usage: components["schemas"]["LimitUsage"][];
            /** @description Of the limits in force. */
            version: number;
        };
        StrategyView: {
            /** @description Host that runs it. */
            host: string;
            id: string;
            /** @description Name of its class. */
            type: string;
            account: string;
            parameters: {
                [key: string]: unknown;
            };
            /** @enum {string} */
            state: "STARTING" | "RUNNING" | "STOPPING" | "STOPPED" | "FAILED";
            /** @description Decimal text of nanoseconds since the epoch. */
            since: string;
            /** @description Why it failed. */
            error?: {
                [key: string]: unknown;
            };
            counters: {
                [key: string]: number;
            };
        };
        StrategyList: {
            strategies: components["schemas"]["StrategyView"][];
            /** @description Hosts that did not answer. */
            unreachable: string[];
        };
        StrategyCommandBody: {
            /** @description A new one for each command; a repeat of the same one is safe. */
            commandId: string;
            reason?: string;
        };
        TradingStateView: {
            /** @enum {string} */
            scope: "firm" | "account" | "strategy" | "symbol";
            /** @description `all` for the firm, `venue/symbol` for a symbol. */
            id: string;
            /** @enum {string} */
            state: "ACTIVE" | "REDUCING" | "HALTED";
            /** @description `person`, or the limit that led to it. */
            cause: string;
            code: string;
            /** @description Empty where no person set it. */
            actor: string;
            reason: string;
            /** @description Milliseconds since the epoch. */
            since: number;
        };
        TradingStateList: {
            /** @description Scopes that are not ACTIVE. */
            states: components["schemas"]["TradingStateView"][];
        };
        TradingStateBody: {
            /** @description A new one for each command; a repeat of the same one is safe. */
            commandId: string;
            /** @description Of the account or strategy; `all` for the firm, `venue/symbol` for a symbol. */
            id: string;
            /** @enum {string} */
            scope: "firm" | "account" | "strategy" | "symbol";
            /** @enum {string} */
            state: "ACTIVE" | "REDUCING" | "HALTED";
            reason: string;
        };
        TradingStateSet: {
            /** @enum {string} */
            scope: "firm" | "account" | "strategy" | "symbol";
            id: string;
            /**
             * @description As it is now.
             * @enum {string}
             */
            state: "ACTIVE" | "REDUCING" | "HALTED";
            /** @description Orders whose cancel was sent. */
            cancelled: number;
            /** @description Journal sequence. */
            sequence: number;
        };
        /** @description Problem details (RFC 9457). */
        Problem: {
            /** Format: uri */
            type: string;
            title: string;
            status: number;
            detail: string;
            instance: string;
            /** @enum {string} */
            code: "ACCOUNT_CURRENCY" | "ACCOUNT_UNKNOWN" | "ACTOR_CLAIM_EXPIRED" | "ACTOR_CLAIM_INVALID" | "ACTOR_CLAIM_REQUIRED" | "ACTOR_KEY_MISSING" | "ACTOR_REQUIRED" | "ADAPTER_ACCOUNT" | "ADAPTER_FAILED" | "ADAPTER_LOGIN" | "ADAPTER_NO_BROKER" | "ADAPTER_NO_MARKET_DATA" | "ADAPTER_UNKNOWN" | "ADJUSTMENT_UNSUPPORTED" | "BAD_HEADER" | "BAD_MESSAGE" | "BAD_PAYLOAD" | "BAD_QUEUE" | "BAD_REPLY" | "BAD_REQUEST" | "BAD_SESSION_OPTION" | "BAD_TOPIC" | "BOOKS_DIFFER" | "BROKER_IN_PRODUCTION" | "BUSY" | "CASH_AMOUNT" | "CASH_BOOKED" | "CLIENT_ORDER_ID_REUSED" | "COMMAND_CONFLICT" | "COMMAND_TOO_OLD" | "CONFIG_INVALID" | "CONNECT_FAILED" | "CONVERSION_RATE_INVALID" | "CONVERSION_RATE_LIMIT" | "CONVERSION_RATE_MISSING" | "CONVERSION_RATE_STALE" | "DATA_FORMAT" | "DUPLICATE_ROUTE" | "GUARANTEED_UNAVAILABLE" | "GUARANTEED_UNSUPPORTED" | "HANDLER_WITHOUT_TRANSPORT" | "HISTORY_BUSY" | "HISTORY_CANCELLED" | "HISTORY_NOT_FOUND" | "HISTORY_RANGE_INVALID" | "HOST_NEEDS_USERS" | "HOT_DTO_UNSUPPORTED" | "HOT_ROUTE_UNSUPPORTED" | "INPUT_FORMAT" | "INPUT_TOO_SHORT" | "INSTRUMENT_INVALID" | "INSTRUMENT_UNKNOWN" | "INTERNAL_ERROR" | "JOURNAL_CORRUPT" | "JOURNAL_LOCKED" | "JOURNAL_VERSION" | "JOURNAL_WRITE" | "KIND_UNSUPPORTED" | "LAST_ADMIN" | "LEASE_UNKNOWN" | "LISTEN_FAILED" | "LIST_CANCELLED" | "LIST_CUT" | "LIST_DENIED" | "LIST_INVALID" | "LIST_OVERSHOOT" | "LIST_QUANTITY" | "LIST_STUCK" | "LIST_UNITS" | "LIST_UNPROTECTED" | "LOGIN_BUSY" | "LOGIN_FAILED" | "LOGIN_REFUSED" | "LOGIN_THROTTLED" | "LOTS_NOT_KEPT" | "LOT_EXISTS" | "LOT_LIMIT" | "LOT_QUANTITY" | "LOT_UNKNOWN" | "MARGIN_INPUT" | "MARGIN_INSUFFICIENT" | "MARGIN_SHORT_FORBIDDEN" | "NO_HANDLER" | "NUMBER_INVALID" | "NUMBER_RANGE" | "OMS_BUSY" | "OMS_RECONCILING" | "OMS_STOPPED" | "OPTION_INVALID" | "ORDER_ADJUSTED" | "ORDER_CLOSED" | "ORDER_CORRECTION_UNBOOKED" | "ORDER_CUM_MISMATCH" | "ORDER_EXPIRED" | "ORDER_FILL_CONFLICT" | "ORDER_FILL_LATE" | "ORDER_KEPT" | "ORDER_OUTSIDE" | "ORDER_OVERFILL" | "ORDER_PENDING" | "ORDER_REJECTED" | "ORDER_TERMS_INVALID" | "ORDER_TRANSITION_ILLEGAL" | "ORDER_TYPE_UNSUPPORTED" | "ORDER_UNCERTAIN" | "ORDER_UNKNOWN" | "ORIGIN_REFUSED" | "PARAMETER_INVALID" | "PASSWORD_CHANGE_REQUIRED" | "PASSWORD_WEAK" | "PASSWORD_WRONG" | "PAYLOAD_TOO_LARGE" | "PLUGIN_IMPORT" | "PLUGIN_INVALID" | "PORT_TAKEN" | "PRICE_INVALID" | "PRICE_OFF_TICK" | "PUBLISH_NOT_SENT" | "PUBLISH_REJECTED" | "PUBLISH_UNKNOWN" | "QUANTITY_INVALID" | "QUANTITY_OFF_LOT" | "QUEUE_GROUP_INVALID" | "QUEUE_REFUSED" | "QUEUE_UNAVAILABLE" | "RECORD_CHANGED" | "RECORD_LIMIT" | "RECORD_NAME_TAKEN" | "RECORD_UNKNOWN" | "RECORD_VERSION_REQUIRED" | "REFRESH_REFUSED" | "REPLAY_MEMBER_MISSING" | "REPLAY_STATE" | "REPLY_GAP" | "REPLY_OVERFLOW" | "REQUEST_ABORTED" | "REQUEST_LIMIT" | "REQUEST_REFUSED" | "REQUEST_THROTTLED" | "REQUEST_TIMEOUT" | "RISK_BOOK_CROSSED" | "RISK_BOOK_GAPPED" | "RISK_BOOK_LOCKED" | "RISK_BUYING_POWER" | "RISK_CHECK" | "RISK_CLOSED" | "RISK_CONCENTRATION" | "RISK_CROSS_ACCOUNT" | "RISK_CROSS_HALTED" | "RISK_CROSS_LIMIT" | "RISK_CROSS_LOCKED" | "RISK_CROSS_NO_BOOK" | "RISK_CROSS_OWNER" | "RISK_CROSS_PRICE" | "RISK_CROSS_QUANTITY" | "RISK_CROSS_STALE" | "RISK_CROSS_STRATEGY" | "RISK_DAILY_LOSS" | "RISK_DRAWDOWN" | "RISK_DUPLICATE" | "RISK_GROSS_NOTIONAL" | "RISK_HALTED" | "RISK_KILLED" | "RISK_KILL_ESCALATED" | "RISK_KILL_UNVERIFIED" | "RISK_LEASE_EXPIRED" | "RISK_LIMITS" | "RISK_LOCATE" | "RISK_MESSAGE_RATIO" | "RISK_NET_NOTIONAL" | "RISK_NO_RATE" | "RISK_NO_REFERENCE" | "RISK_NO_VOLUME" | "RISK_OPEN_ORDERS" | "RISK_ORDER_NOTIONAL" | "RISK_ORDER_QUANTITY" | "RISK_POSITION" | "RISK_PRICE_COLLAR" | "RISK_PRICE_WINDOW" | "RISK_RANGE" | "RISK_RATE" | "RISK_REARM_SECOND_PERSON" | "RISK_REDUCE_ONLY" | "RISK_REDUCING" | "RISK_REPEATED_EXECUTION" | "RISK_RESTRICTED" | "RISK_SELF_TRADE" | "RISK_SHORT_SALE" | "RISK_STALE_DATA" | "RISK_STALE_REFERENCE" | "RISK_VERSION" | "RISK_VOLUME_SHARE" | "ROLE_REQUIRED" | "ROUTE_UNKNOWN" | "RPC_ERROR" | "SAMPLE_TOO_SMALL" | "SERVICE_STOPPING" | "SESSION_ENDED" | "SESSION_UNKNOWN" | "SHOCK_INVALID" | "SIGN_IN_REQUIRED" | "SOCKET_EVENT_UNKNOWN" | "SOCKET_LIMIT" | "SOCKET_NAMESPACE" | "SOCKET_SLOW" | "SOCKET_STREAMS" | "SOCKET_THROTTLED" | "SPLIT_INVALID" | "SPLIT_OPEN_ORDERS" | "SPLIT_UNBOOKED" | "SPOOL_FAILED" | "SPOOL_LOCKED" | "STORE_CORRUPT" | "STORE_LIMIT" | "STORE_UNAVAILABLE" | "STRATEGY_FAILED" | "STRATEGY_OVERRUN" | "STRATEGY_STATE" | "STRATEGY_UNKNOWN" | "STREAM_LIMIT" | "STREAM_UNKNOWN" | "SUBSCRIPTION_DENIED" | "SUBSCRIPTION_FAILED" | "SUBSCRIPTION_TIMEOUT" | "TOKEN_EXPIRED" | "TOKEN_INVALID" | "TOKEN_UNAVAILABLE" | "TOPIC_NOT_ALLOWED" | "TRANSPORT_CLOSED" | "TRANSPORT_DOWN" | "TRANSPORT_FULL" | "UNSUPPORTED_CONTENT_TYPE" | "USERNAME_TAKEN" | "USER_UNKNOWN" | "VENUE_UNKNOWN";
            correlationId?: string;
            details?: {
                [key: string]: unknown;
            };
            errors?: {
                field: string;
                message: string;
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    AuthController_login: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LoginRequest"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AuthController_refresh: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenAnswer"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AuthController_logout: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AuthController_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserSummary"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AuthController_changePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChangeBody"];
            };
        };
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SessionsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"][];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    SessionsController_revoke: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sid: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UsersController_list: {
        parameters: {
            query?: {
                limit?: number;
                after?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserPage"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UsersController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CreateUserBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTimePassword"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UsersController_find: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UsersController_setRoles: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RolesBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UsersController_disable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UsersController_enable: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserView"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UsersController_resetPassword: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OneTimePassword"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UsersController_listSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SessionView"][];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UsersController_endSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ProfilesController_get: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ProfilesController_put: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ProfileBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Profile"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WorkspacesController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WorkspaceSummary"][];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WorkspacesController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WorkspacesController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WorkspacesController_replace: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WorkspaceBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WorkspacesController_remove: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WorkspacesController_makeDefault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Workspace"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WatchlistsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistSummary"][];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WatchlistsController_create: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchlistBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watchlist"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WatchlistsController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watchlist"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WatchlistsController_remove: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WatchlistsController_rename: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchlistBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistSummary"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WatchlistsController_makeDefault: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["WatchlistSummary"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WatchlistsController_addItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchlistItemBody"];
            };
        };
        responses: {
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ItemAdded"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WatchlistsController_removeItem: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                itemId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    WatchlistsController_reorder: {
        parameters: {
            query?: never;
            header: {
                "If-Match": string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WatchlistOrderBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watchlist"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AccountsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccountList"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    AuditController_page: {
        parameters: {
            query?: {
                /** @description Such as `order.place`. */
                action?: string;
                /** @description Kind of thing, such as `order`. */
                resource?: string;
                userId?: string;
                before?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    FillsController_list: {
        parameters: {
            query?: {
                account?: string;
                symbol?: string;
                before?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FillPage"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    HistoryController_bars: {
        parameters: {
            query: {
                venue: string;
                symbol: string;
                adapter?: string;
                kind: "bar-1s" | "bar-5s" | "bar-1m" | "bar-5m" | "bar-1h" | "bar-1d";
                from?: number;
                to?: number;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BarList"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    InstrumentsController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InstrumentList"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    KillSwitchController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillList"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    KillSwitchController_kill: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["KillOnBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillAnswer"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    KillSwitchController_rearm: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RearmBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["KillAnswer"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    LimitsController_limits: {
        parameters: {
            query?: {
                /** @description Usage of what is above orders of this account. */
                account?: string;
                /** @description Usage of what is above orders of this strategy. */
                strategy?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsAnswer"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    LimitsController_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LimitsBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsSet"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrderListsController_list: {
        parameters: {
            query?: {
                account?: string;
                strategy?: string;
                /** @description true: only those of which something is open. */
                open?: "true" | "false";
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderListPage"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrderListsController_place: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderListTicket"];
            };
        };
        responses: {
            /** @description The first answer again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReceipt"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReceipt"];
                };
            };
            /** @description Nobody answered yet: state Unknown, never a refusal. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReceipt"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrderListsController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                listId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderListWithOrders"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrderListsController_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                listId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReceipt"];
                };
            };
            /** @description Nobody answered: state Unknown. Repeat the same command. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListReceipt"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrdersController_preview: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderTicket"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPreview"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrdersController_list: {
        parameters: {
            query?: {
                account?: string;
                strategy?: string;
                symbol?: string;
                /** @description Only those of this list. */
                listId?: string;
                open?: "true" | "false";
                before?: string;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderPage"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrdersController_place: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OrderTicket"];
            };
        };
        responses: {
            /** @description The first answer again. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderReceipt"];
                };
            };
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderReceipt"];
                };
            };
            /** @description Nobody answered yet: state Unknown, never a refusal. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderReceipt"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrdersController_get: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clOrdId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderWithHistory"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrdersController_replace: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clOrdId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReplaceBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderReceipt"];
                };
            };
            /** @description Nobody answered: state Unknown. Repeat the same command. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderReceipt"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrdersController_cancelAll: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CancelAllBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CancelAllAnswer"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    OrdersController_cancel: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                clOrdId: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CommandBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderReceipt"];
                };
            };
            /** @description Nobody answered: state Unknown. Repeat the same command. */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OrderReceipt"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PositionsController_list: {
        parameters: {
            query?: {
                account?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PositionList"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    PositionsController_flatten: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlattenBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlattenAnswer"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RiskCheckController_check: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RiskCheckBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RiskCheckAnswer"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StrategiesController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyList"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StrategiesController_start: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StrategyCommandBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyView"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    StrategiesController_stop: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StrategyCommandBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StrategyView"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TradingStatesController_list: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradingStateList"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    TradingStatesController_set: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TradingStateBody"];
            };
        };
        responses: {
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TradingStateSet"];
                };
            };
            /** @description Problem details. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
